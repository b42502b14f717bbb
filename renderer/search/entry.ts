/** What a record is found by: its codes, titles, tags, dates, other texts, file name and first words, in this order of weight. */
import { datesOf, leavesOf, numberOf, tagsOf, type Values } from '../../shared/model/record-values.ts';
import type { Leaf } from '../../shared/model/read-leaves.ts';
import type { NumberPart } from '../../shared/model/record-types.ts';
import { codeTokens } from '../../shared/text/code-tokens.ts';
import { analyse } from '../../shared/text/analyse.ts';
import { textsOf } from './record-texts.ts';
import { plainRun, runOf, type Run } from './runs.ts';
import { FIELD, fieldNoOf } from './text-fields.ts';

/** The numbers along the way from the top down to a record: what its reference code is made of. */
export type CodePath = {
  readonly fonds?: NumberPart;
  readonly inventory?: NumberPart;
  readonly unit?: NumberPart;
};

/** The path below a record: the path above it with its own number in its place. */
export function pathBelow(above: CodePath, t: string, values: Values): CodePath {
  const number = numberOf(values);
  if (number === null) return above;
  if (t === 'fonds') return { fonds: number };
  if (t === 'inventory') return { ...above, inventory: number };
  if (t === 'unit') return { ...above, unit: number };
  return above;
}

/** The words of a record; `path` is the one below it, `tagRuns` answers a tag's labels. */
export function runsOfEntry(
  t: string,
  values: Values,
  path: CodePath,
  tagRuns: (tag: string) => readonly Run[],
): Run[] {
  const runs = [plainRun(FIELD.code, codeWords(t, values, path))];
  const texts = textsOf(values).map(({ field, text }) => runOf(fieldNoOf(field), text));
  runs.push(...texts.filter(({ field }) => field === FIELD.title));
  for (const tag of tagsOf(values)) runs.push(...tagRuns(tag));
  const dates = datesOf(values);
  if (dates !== null) runs.push(runOf(FIELD.date, dates.written), runOf(FIELD.date, dates.edtf ?? ''));
  // The weightier part first: a word is counted where it stands first.
  const others = texts.filter(({ field }) => field !== FIELD.title);
  runs.push(...others.sort((a, b) => a.field - b.field));
  return runs.filter(({ words }) => words.length > 0);
}

function codeWords(t: string, values: Values, { fonds, inventory, unit }: CodePath): string[] {
  const words =
    fonds === undefined
      ? numberWords(values)
      : codeTokens({
          fonds,
          ...(inventory === undefined ? {} : { inventory }),
          ...(unit === undefined ? {} : { unit }),
        });
  // A volume's or a document's own number is not part of the code.
  if (t !== 'fonds' && t !== 'inventory' && t !== 'unit') words.push(...numberWords(values));
  // Queries never hold a joined code, and every unit would add two words of its own.
  const leaves = t === 'page' ? (leavesOf(values, 'leaf')?.ranges ?? []) : [];
  return [...words.filter((word) => !word.includes('/')), ...leaves.map(({ from }) => leafWord(from))];
}

/** The word of a page's leaf, whatever its side; no text has such a word. */
export function leafWord({ num, suffix = '' }: Leaf): string {
  return `л.${num}${suffix.toLowerCase()}`;
}

function numberWords(values: Values): string[] {
  const number = numberOf(values);
  if (number === null) return [];
  return analyse(`${number.prefix ?? ''}${number.num}${number.suffix ?? ''}`, 'typed').map(
    ({ exact }) => exact,
  );
}
