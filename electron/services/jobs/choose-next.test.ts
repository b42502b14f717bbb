import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseNext, createPicker, FAIR_EVERY, isToGiveWay } from './choose-next.ts';

describe('the next one', () => {
  const ranks: Readonly<Record<string, number>> = { c: 3, d: 1 };
  const rankOf = (item: string) => ranks[item] ?? null;

  test('is what is looked at most, else the first', () => {
    expect(chooseNext(['a', 'b', 'c', 'd'], rankOf, false)).toBe('d');
    expect(chooseNext(['a', 'b'], rankOf, false)).toBe('a');
    expect(chooseNext(['a', 'b', 'c', 'd'], rankOf, true)).toBe('a');
    expect(chooseNext([], rankOf, false)).toBeUndefined();
  });

  test('is never long another one: whoever waits gets a turn, whatever people look at meanwhile', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.infiniteStream(fc.array(fc.nat(30), { maxLength: 6 })),
        (many, looks) => {
          const pick = createPicker();
          let waiting = Array.from({ length: many }, (_, at) => at);
          let next = many;
          const begun = new Set<number>();
          // New ones that are looked at come without end.
          for (let turn = 0; turn < many * FAIR_EVERY; turn++) {
            const looked = looks.next().value ?? [];
            const chosen = pick(waiting, (item) => (item >= many || looked.includes(item) ? 0 : null));
            begun.add(chosen ?? -1);
            waiting = [...waiting.filter((item) => item !== chosen), next++];
          }
          for (let first = 0; first < many; first++) expect(begun).toContain(first);
        },
      ),
    );
  });
});

describe('a running job makes room', () => {
  const now = { mine: null, best: 0, ranMs: 1, isFair: false };
  test.each([
    ['for one that is looked at', now, true],
    ['for one that is looked at more', { ...now, mine: 2 }, true],
    ['not for one that is looked at less', { ...now, mine: 0, best: 2 }, false],
    ['not when nobody waits', { ...now, best: undefined }, false],
    ['not for one like itself', { ...now, best: null, ranMs: 1e9 }, false],
    [
      'not soon after it came on because it had waited longest',
      { ...now, isFair: true, ranMs: 29_999 },
      false,
    ],
    ['after a while then', { ...now, isFair: true, ranMs: 30_000 }, true],
    [
      'for those that nobody looks at, after five minutes',
      { ...now, mine: 0, best: null, ranMs: 300_000 },
      true,
    ],
    ['and not before', { ...now, mine: 0, best: null, ranMs: 299_999 }, false],
  ])('%s', (_name, state, expected) => {
    expect(isToGiveWay(state)).toBe(expected);
  });
});
