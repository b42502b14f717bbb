/**
 * Lines that a person put right. A reading is a file that never changes; the page's text is that reading with the person's
 * lines laid over it, each a register of its own on the page (`line/<text>/<line>`). Pure.
 */
import { LINE_PREFIX } from '../model/record-types.ts';
import type { Values } from '../model/record-values.ts';
import { namedLines } from './page-lines.ts';
import { lineText, type PageText, type Place } from './page-text.ts';
import { withWords } from './put-words.ts';

/** The text of each corrected line of one reading; empty: a person says that there are no words. */
export type Corrections = ReadonlyMap<string, string>;

/** The register of a line. */
export function lineField(text: string, line: string): string {
  return `${LINE_PREFIX}${text}/${line}`;
}

/** The reading and the line that a register is of; null for all other fields. */
export function readLineField(field: string): { readonly text: string; readonly line: string } | null {
  const [prefix, text, line] = field.split('/');
  return `${prefix}/` === LINE_PREFIX && text !== undefined && line !== undefined ? { text, line } : null;
}

/** What a person put right of one reading. */
export function correctionsOf(values: Values, text: string): Corrections {
  const start = lineField(text, '');
  return new Map(
    Object.entries(values).flatMap(([field, value]): [string, string][] =>
      field.startsWith(start) && typeof value === 'string' ? [[field.slice(start.length), value]] : [],
    ),
  );
}

/** The readings of which a person put any line right. */
export function correctedTexts(values: Values): Set<string> {
  return new Set(
    Object.entries(values).flatMap(([field, value]) =>
      typeof value === 'string' ? (readLineField(field)?.text ?? []) : [],
    ),
  );
}

/** A person's text as it is kept: one line, without room at its ends or twice within. */
export function cleanLine(text: string): string {
  return text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
}

/** The page's text: the reading with a person's lines. What nobody touched is the very same object. */
export function corrected(page: PageText, corrections: Corrections): PageText {
  if (corrections.size === 0) return page;
  return {
    ...page,
    blocks: page.blocks.map((block, b) => ({
      ...block,
      lines: block.lines.map((line, l) => {
        const text = corrections.get(`b${b + 1}l${l + 1}`);
        return text === undefined || text === lineText(line) ? line : withWords(line, text);
      }),
    })),
  };
}

/** A corrected line of one reading, and the line of another reading at the same place. */
export type Carried = { readonly from: string; readonly to: string; readonly text: string };

/** Two lines are one when they share so much of the room that both take up together. */
const SAME_PLACE = 0.5;

/**
 * The corrections of one reading that fit lines of another, by their place on the page: each fits one line at most, and none
 * goes where a person has put a line right already, or where the other reading has these very words by itself.
 */
export function carriedOver(
  from: PageText,
  corrections: Corrections,
  to: PageText,
  there: Corrections,
): Carried[] {
  const targets = namedLines(to).map(({ id, line }) => ({ id, line, place: toShares(to, line.place) }));
  const taken = new Set(there.keys());
  return namedLines(from).flatMap(({ id, line }): Carried[] => {
    const text = corrections.get(id);
    if (text === undefined) return [];
    const place = toShares(from, line.place);
    const [best] = targets
      .map((target) => ({ target, cover: coverOf(place, target.place) }))
      .filter(({ cover }) => cover >= SAME_PLACE)
      .sort((a, b) => b.cover - a.cover);
    if (best === undefined || taken.has(best.target.id)) return [];
    taken.add(best.target.id);
    return lineText(best.target.line) === text ? [] : [{ from: id, to: best.target.id, text }];
  });
}

/** Two readings may be of copies of different size. */
function toShares({ width, height }: PageText, { x, y, w, h }: Place): Place {
  return { x: x / width, y: y / height, w: w / width, h: h / height };
}

/** What two places share, of what both take up together. */
function coverOf(a: Place, b: Place): number {
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  if (w <= 0 || h <= 0) return 0;
  return (w * h) / (a.w * a.h + b.w * b.h - w * h);
}
