import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkFields } from '../model/check-fields.ts';
import { copiedText } from './copied-text.ts';
import {
  carriedOver,
  cleanLine,
  corrected,
  correctedTexts,
  correctionsOf,
  lineField,
  readLineField,
} from './corrections.ts';
import { turnOfLine, turnOfPage } from './direction.ts';
import { namedLines } from './page-lines.ts';
import { lineText, linesOf, pageTextSchema, type PageText, type TextLine } from './page-text.ts';

const TEXT = '0198c0de-0000-7000-8000-000000000001';

/** Lines of words one above the other, 40 units apart, 10 units for a letter. */
function pageOf(blocks: readonly (readonly string[])[], scale = 1): PageText {
  let y = 0;
  return {
    width: 1000 * scale,
    height: 2000 * scale,
    languages: ['kaz'],
    engine: 'test',
    blocks: blocks.map((lines) => {
      const made = lines.map((text): TextLine => {
        y += 40 * scale;
        let x = 0;
        const words = text.split(' ').map((word) => {
          const place = { x: x * scale, y, w: word.length * 10 * scale, h: 30 * scale };
          x += (word.length + 1) * 10;
          return { text: word, place, sure: 0.5 };
        });
        return { place: { x: 0, y, w: (x - 10) * scale, h: 30 * scale }, words };
      });
      return { place: { x: 0, y, w: 1000 * scale, h: 40 * scale }, lines: made };
    }),
  };
}

const words = fc.array(fc.stringMatching(/^[а-яәіңғүұқөһ.,-]{1,9}$/u), { minLength: 1, maxLength: 8 });
const lines = fc.array(
  fc.array(
    words.map((each) => each.join(' ')),
    { minLength: 1, maxLength: 6 },
  ),
  { minLength: 1, maxLength: 3 },
);
const typed = fc.oneof(
  words.map((each) => each.join('  ')),
  fc.constant('  '),
  fc.string({ maxLength: 40 }),
);

test('a page is its reading with the corrected lines, whatever they are', () => {
  fc.assert(
    fc.property(lines, fc.array(fc.tuple(fc.nat(30), typed)), (texts, edits) => {
      const page = pageOf(texts);
      const named = namedLines(page);
      const wanted = new Map(
        edits.map(([at, text]) => [named[at % named.length]?.id ?? '', cleanLine(text)] as const),
      );
      const now = corrected(page, wanted);
      expect(pageTextSchema.safeParse(now).success).toBe(true);
      expect(namedLines(now).map(({ id }) => id)).toEqual(named.map(({ id }) => id));
      for (const [i, { id, line }] of namedLines(now).entries()) {
        const before = named[i]?.line;
        expect(lineText(line)).toBe(wanted.get(id) ?? lineText(before ?? line));
        expect(line.place).toEqual(before?.place);
        if (!wanted.has(id)) expect(line).toBe(before);
        for (const { place } of line.words) {
          expect(place.x).toBeGreaterThanOrEqual(line.place.x - 0.01);
          expect(place.x + place.w).toBeLessThanOrEqual(line.place.x + line.place.w + 0.01);
        }
      }
      expect(corrected(now, wanted)).toEqual(now);
    }),
  );
});

test('without corrections the reading itself is shown', () => {
  const page = pageOf([['бір екі']]);
  expect(corrected(page, new Map())).toBe(page);
});

const placesIn = (page: PageText) => linesOf(page).flatMap(({ words }) => words.map(({ place }) => place));

test('words that were left as they were keep their places, and nobody doubts them', () => {
  const page = pageOf([['алма агаш тас']]);
  const now = corrected(page, new Map([['b1l1', 'алма ағаш тас']]));
  expect(placesIn(now)).toEqual(placesIn(page));
  expect(linesOf(now)[0]?.words.map(({ sure }) => sure)).toEqual([null, null, null]);
});

test('as many words as before stand where those stood, however long they are', () => {
  const page = pageOf([['ааааааааа б тас']]);
  const now = corrected(page, new Map([['b1l1', 'а ббббббббб тас']]));
  expect(placesIn(now)).toEqual(placesIn(page));
});

test('more or fewer words than there were share the room between', () => {
  const page = pageOf([['алма агаш тас']]);
  const now = placesIn(corrected(page, new Map([['b1l1', 'алма аг аш тас']])));
  // From 50 to 90: two letters, a space, two letters.
  expect(now.slice(1, 3).map(({ x, w }) => [x, w])).toEqual([
    [50, 16],
    [74, 16],
  ]);
  expect(now[3]).toEqual(placesIn(page)[2]);
});

test('a word put in where the machine saw none shares the place of its neighbour', () => {
  const page = pageOf([['бір үш']]);
  for (const text of ['бір екі үш', 'екі бір үш', 'бір үш төрт']) {
    const [line] = linesOf(corrected(page, new Map([['b1l1', text]])));
    expect(line?.words.map((word) => word.text)).toEqual(text.split(' '));
    for (const { place } of line?.words ?? []) expect(place.w).toBeGreaterThan(0);
  }
});

test('corrections fit another reading by place, whatever its size, and once each', () => {
  fc.assert(
    fc.property(lines, fc.integer({ min: 1, max: 4 }), fc.array(fc.nat(30)), (texts, scale, ats) => {
      const from = pageOf(texts);
      const to = pageOf(
        texts.map((block) => block.map((line) => `${line.slice(0, -1)}ы`)),
        scale,
      );
      const ids = namedLines(from).map(({ id }) => id);
      const corrections = new Map(ats.map((at) => [ids[at % ids.length] ?? '', 'түзетілген жол']));
      const carried = carriedOver(from, corrections, to, new Map());
      expect(new Set(carried.map((each) => each.from))).toEqual(new Set(corrections.keys()));
      expect(carried.every((each) => each.from === each.to)).toBe(true);
      const there = new Map(carried.map((each) => [each.to, each.text]));
      expect(carriedOver(from, corrections, to, there)).toEqual([]);
    }),
  );
});

test('nothing is carried over to where the new reading is right by itself, or to another place', () => {
  const from = pageOf([['жаман жол', 'екінші жол']]);
  const corrections = new Map([['b1l1', 'жақсы жол']]);
  expect(carriedOver(from, corrections, pageOf([['жақсы жол', 'екінші жол']]), new Map())).toEqual([]);
  const lower = pageOf([['жаман жол', 'екінші жол']]);
  const moved = {
    ...lower,
    blocks: lower.blocks.map((block) => ({
      ...block,
      lines: block.lines.map((line) => ({ ...line, place: { ...line.place, y: line.place.y + 20 } })),
    })),
  };
  expect(carriedOver(from, corrections, moved, new Map())).toEqual([]);
});

test('a line is a register of its own on the page', () => {
  const field = lineField(TEXT, 'b2l5');
  expect(readLineField(field)).toEqual({ text: TEXT, line: 'b2l5' });
  expect(readLineField('title/kk')).toBeNull();
  expect(checkFields('page', { [field]: 'сөз', transcription: 'бет' }).ok).toBe(true);
  expect(checkFields('page', { [lineField(TEXT, '2.5')]: 'сөз' }).ok).toBe(false);
  expect(checkFields('document', { [field]: 'сөз' }).ok).toBe(false);
  const values = { [field]: 'сөз', [lineField(TEXT, 'b1l1')]: '', 'title/kk': 'x' };
  expect(correctionsOf(values, TEXT)).toEqual(
    new Map([
      ['b2l5', 'сөз'],
      ['b1l1', ''],
    ]),
  );
  expect(correctedTexts(values)).toEqual(new Set([TEXT]));
});

test('the direction of lines: upright, on a side, on the head', () => {
  const [line] = linesOf(pageOf([['бір екі үш']]));
  const turned = (turn: 90 | 180 | 270): TextLine => ({
    place: { x: 0, y: 0, w: 1, h: 1 },
    words: (line?.words ?? []).map((word) => {
      const { x, y, w, h } = word.place;
      const place =
        turn === 180 ? { x: 900 - x - w, y, w, h } : { x: y, y: turn === 90 ? x : 900 - x - w, w: h, h: w };
      return { ...word, place };
    }),
  });
  expect(line === undefined ? null : turnOfLine(line)).toBe(0);
  for (const turn of [90, 180, 270] as const) expect(turnOfLine(turned(turn))).toBe(turn);
  expect(turnOfLine({ ...turned(90), words: turned(90).words.slice(0, 1) })).toBeNull();
  expect(turnOfPage(pageOf([['бір екі'], ['үш']]))).toBe(0);
});

test('copied as printed, or flowing with cut words joined', () => {
  const page = pageOf([['бұл жиналыс-', 'тың хаттамасы'], ['аяқталды']]);
  expect(copiedText(page, false)).toBe('бұл жиналыс-\nтың хаттамасы\n\nаяқталды');
  expect(copiedText(page, true)).toBe('бұл жиналыстың хаттамасы\n\nаяқталды');
  const emptied = corrected(page, new Map([['b2l1', '']]));
  expect(copiedText(emptied, false)).toBe('бұл жиналыс-\nтың хаттамасы');
});
