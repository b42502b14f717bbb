import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leafSortKey } from '../../../shared/model/number-sort-key.ts';
import { printLeafRanges } from '../../../shared/model/print-leaves.ts';
import { readLeafRanges } from '../../../shared/model/leaves.ts';
import type { Leaf } from '../../../shared/model/read-leaves.ts';
import { leavesIn } from '../../../shared/model/unit-leaves.ts';
import { must } from '../../../shared/must.ts';
import { CAPTURE_MODES } from '../../../shared/rpc/contract-capture.ts';
import {
  accept,
  advance,
  afterPicture,
  extraSheet,
  goToLeaf,
  setMode,
  startSequence,
  type Sequence,
  type Sheet,
} from './sequence.ts';

const rangesOf = (text: string) => must(readLeafRanges(text).ranges, text);
const sheetOf = (expected: string, blank = ''): Sheet => ({
  expected: expected === '' ? [] : leavesIn(rangesOf(expected)),
  blank: blank === '' ? [] : rangesOf(blank),
});
const NOTHING = sheetOf('');
const told = ({ next }: Sequence) => printLeafRanges([next], 'ru');

/** What `count` pictures become from a leaf on. */
function run(mode: (typeof CAPTURE_MODES)[number], start: Leaf, sheet: Sheet, count: number): string {
  let sequence = startSequence(mode, true, start);
  const leaves: string[] = [];
  for (let i = 0; i < count; i++) {
    leaves.push(told(sequence));
    sequence = afterPicture(sequence, sheet);
  }
  return leaves.join(' | ');
}

describe('the next leaf', () => {
  it('follows by faces, by sides, by spreads', () => {
    expect(run('rectos', { num: 1 }, NOTHING, 3)).toBe('1 | 2 | 3');
    expect(run('sides', { num: 1 }, NOTHING, 4)).toBe('1 | 1 об. | 2 | 2 об.');
    expect(run('spreads', { num: 1 }, NOTHING, 3)).toBe('1 | 1 об.–2 | 2 об.–3');
    expect(run('sides', { num: 7, side: 'verso' }, NOTHING, 2)).toBe('7 об. | 8');
  });

  it('takes lettered leaves and passes over numbers that the unit has not', () => {
    const sheet = sheetOf('1–3, 3а, 5');
    expect(run('rectos', { num: 2 }, sheet, 5)).toBe('2 | 3 | 3а | 5 | 6');
    expect(run('sides', { num: 3 }, sheet, 5)).toBe('3 | 3 об. | 3а | 3а об. | 5');
    expect(run('spreads', { num: 1 }, sheetOf('1–2'), 3)).toBe('1 | 1 об.–2 | 2 об.');
  });

  it('passes over what bears nothing', () => {
    expect(run('rectos', { num: 1 }, sheetOf('1–9', '2–4'), 3)).toBe('1 | 5 | 6');
    expect(run('sides', { num: 1 }, sheetOf('1–9', '1об, 3'), 4)).toBe('1 | 2 | 2 об. | 4');
    expect(run('rectos', { num: 1 }, sheetOf('1–9', '2об'), 3)).toBe('1 | 2 | 3');
  });

  it('stays where it is until it is accepted, when a person wants it so', () => {
    const first = startSequence('sides', false, { num: 5 });
    const second = afterPicture(afterPicture(first, NOTHING), NOTHING);
    expect(told(second)).toBe('5');
    expect(told(accept(second, NOTHING, true))).toBe('5 об.');
    expect(told(accept(first, NOTHING, false))).toBe('5');
  });
});

describe('an extra sheet', () => {
  it('gets the first letter that is free, and then it goes on where it was', () => {
    const sheet = sheetOf('1–9');
    let sequence = startSequence('rectos', true, { num: 3 });
    sequence = extraSheet(sequence, [{ num: 2 }], sheet);
    expect(told(sequence)).toBe('2а');
    sequence = afterPicture(sequence, sheet);
    expect(told(sequence)).toBe('3');
    expect(told(extraSheet(sequence, [{ num: 2 }, { num: 2, suffix: 'а' }], sheet))).toBe('2б');
    expect(told(extraSheet(sequence, [], sheetOf('1–2, 2а, 3')))).toBe('2б');
  });

  it('has a back where backs are scanned, also between a face and its back', () => {
    let sequence = advance(startSequence('sides', true, { num: 3 }), NOTHING);
    sequence = extraSheet(sequence, [{ num: 3 }], NOTHING);
    const leaves: string[] = [];
    for (let i = 0; i < 4; i++) {
      leaves.push(told(sequence));
      sequence = afterPicture(sequence, NOTHING);
    }
    expect(leaves.join(' | ')).toBe('3а | 3а об. | 3 об. | 4');
  });

  it('pressed twice means one sheet', () => {
    const sequence = startSequence('rectos', true, { num: 3 });
    const once = extraSheet(sequence, [], NOTHING);
    expect(extraSheet(once, [], NOTHING)).toEqual(once);
  });

  it('has no number when the letters are used up', () => {
    const there = 'а б в г д е ж з и к л м н о п р с т у ф х ц ч ш щ э ю я'
      .split(' ')
      .map((suffix) => ({ num: 2, suffix }));
    expect(extraSheet(startSequence('rectos', true, { num: 3 }), there, NOTHING)).toMatchObject({
      isLoose: true,
      next: { from: { num: 3 } },
    });
  });
});

describe('keys', () => {
  it('a picture that is done again uses up no leaf', () => {
    const sequence = { ...startSequence('rectos', true, { num: 8 }), redo: 4 };
    expect(afterPicture(sequence, NOTHING)).toEqual({ ...sequence, redo: null });
    expect(accept(sequence, NOTHING, true)).toEqual({ ...sequence, redo: null });
  });

  it('another leaf or another way begins anew from there', () => {
    const odd = { ...startSequence('sides', true, { num: 8, side: 'verso' }), resume: { from: { num: 3 } } };
    expect(goToLeaf(odd, { num: 20 })).toEqual(startSequence('sides', true, { num: 20 }));
    expect(told(setMode(odd, 'rectos'))).toBe('8');
    expect(told(setMode(odd, 'spreads'))).toBe('8 об.–9');
  });
});

describe('whatever is pressed', () => {
  const press = constantFrom('picture', 'picture', 'picture', 'extra', 'accept', 'blank');
  const world = record({
    mode: constantFrom(...CAPTURE_MODES),
    start: integer({ min: 1, max: 30 }),
    last: integer({ min: 0, max: 40 }),
    blank: array(integer({ min: 1, max: 40 }), { maxLength: 6 }),
    keys: array(press, { maxLength: 60 }),
  });

  it('no leaf side is given twice, and leaves only go up but for extra sheets', () => {
    assert(
      property(world, ({ mode, start, last, blank, keys }) => {
        const sheet: Sheet = {
          expected: last === 0 ? [] : leavesIn([{ from: { num: 1 }, to: { num: last } }]),
          blank: blank.map((num) => ({ from: { num } })),
        };
        let sequence = startSequence(mode, true, { num: start });
        const given: string[] = [];
        const there: Leaf[] = [];
        for (const key of keys) {
          if (key === 'accept') sequence = accept(sequence, sheet, given.length > 0);
          else if (key === 'extra') sequence = extraSheet(sequence, there, sheet);
          else {
            if (!sequence.isLoose) {
              given.push(told(sequence));
              there.push(sequence.next.from, ...(sequence.next.to === undefined ? [] : [sequence.next.to]));
            }
            sequence = key === 'blank' ? advance(sequence, sheet) : afterPicture(sequence, sheet);
          }
        }
        expect(new Set(given).size).toBe(given.length);
        const plain = given
          .map((text) => must(rangesOf(text)[0], text).from)
          .filter(({ suffix }) => suffix === undefined);
        const sorted = plain.map((leaf) => leafSortKey({ ...leaf, side: leaf.side ?? 'recto' }));
        expect([...sorted].sort((a, b) => (a < b ? -1 : 1))).toEqual(sorted);
      }),
    );
  });
});
