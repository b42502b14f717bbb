import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { must } from '../must.ts';
import { readLeafRanges } from '../model/leaves.ts';
import { leafSortKey } from '../model/number-sort-key.ts';
import { printLeafRanges } from '../model/print-leaves.ts';
import type { LeafRange } from '../model/read-leaves.ts';
import type { Values } from '../model/record-values.ts';
import { leavesIn, unitLeavesOf } from '../model/unit-leaves.ts';
import { auditLeaves, type Claim, type LeafAudit, type LeafSum } from './holes.ts';

const ranges = (text: string): readonly LeafRange[] => must(readLeafRanges(text).ranges, text);
const leaves = (text: string) => JSON.parse(JSON.stringify({ written: text, ranges: ranges(text) })) as Json;
const pages = (...texts: string[]): Claim[] => texts.map((text) => ({ of: 'page', ranges: ranges(text) }));
const unit = (values: Values) => unitLeavesOf(values);
const shown = (audit: LeafAudit) =>
  audit.holes.map(({ kind, range, count }) => `${kind} ${printLeafRanges([range], 'ru')} ${count}`);

describe('the leaves that a unit should have', () => {
  it('are its ranges, or else its counts, with letters and without what was passed over', () => {
    const said = (values: Values) =>
      printLeafRanges(unit(values).expected?.map((from) => ({ from })) ?? [], 'ru');
    expect(said({ expectedLeaves: leaves('1–3, 3а, 5') })).toBe('1, 2, 3, 3а, 5');
    expect(said({ leafCount: 4, letteredLeaves: leaves('2а'), missedLeaves: leaves('3') })).toBe(
      '1, 2, 2а, 4',
    );
    expect(said({ leafCount: 9, expectedLeaves: leaves('1–2') })).toBe('1, 2');
    expect(unit({}).expected).toBeNull();
    expect(unit({ expectedLeaves: { written: 'весь', ranges: null }, leafCount: 1 }).expected).toEqual([
      { num: 1 },
    ]);
  });

  it('do not fill the memory when somebody writes a number by mistake', () => {
    expect(leavesIn(ranges('1–999999')).length).toBeLessThanOrEqual(20_000);
  });
});

describe('holes', () => {
  it('are what should be there and is not, each with its reason', () => {
    const audit = auditLeaves(
      unit({ expectedLeaves: leaves('1–12, 5а'), blankLeaves: leaves('7'), absentLeaves: leaves('9–10') }),
      pages('1', '2', '3', '4–5', '6', '14'),
    );
    expect(shown(audit)).toEqual([
      'unscanned 5а 1',
      'blank 7 1',
      'unscanned 8 1',
      'absent 9–10 2',
      'unscanned 11–12 2',
    ]);
    expect(audit.sum).toEqual({ expected: 13, found: 6, blank: 1, absent: 2, unscanned: 4 });
    expect(audit.extra).toEqual(ranges('14'));
    expect([audit.backs, audit.several, audit.against]).toEqual([null, [], []]);
  });

  it('end where a leaf is there', () => {
    const audit = auditLeaves(unit({ leafCount: 6 }), pages('1', '3'));
    expect(shown(audit)).toEqual(['unscanned 2 1', 'unscanned 4–6 3']);
  });

  it('tell a missing back, where backs are scanned', () => {
    const audit = auditLeaves(
      unit({ expectedLeaves: leaves('1–5'), scannedSides: 'both', blankLeaves: leaves('3об') }),
      pages('1', '1об', '2–2об', '3', '4об'),
    );
    expect(shown(audit)).toEqual(['blank 3 об. 1', 'unscanned 4 лиц. 1', 'unscanned 5 1']);
    expect(audit.sum).toMatchObject({ found: 3, unscanned: 2 });
    expect(audit.backs).toEqual({ expected: 5, found: 3, blank: 1, absent: 0, unscanned: 1 });
  });

  it('know leaves of several pictures, and pictures of leaves that are said to be gone', () => {
    const audit = auditLeaves(unit({ leafCount: 4, absentLeaves: leaves('2') }), [
      ...pages('1', '1', '2', '3об–4', '4'),
      { of: 'document', ranges: ranges('3') },
    ]);
    expect(printLeafRanges(audit.several, 'ru')).toBe('1, 3 об., 4');
    expect(printLeafRanges(audit.against, 'ru')).toBe('2');
    expect(audit.sum).toEqual({ expected: 4, found: 4, blank: 0, absent: 0, unscanned: 0 });
  });

  it('are none where nothing is expected', () => {
    const audit = auditLeaves(unit({}), pages('1', '7'));
    expect(audit).toMatchObject({ sum: null, holes: [], extra: [], found: 2 });
  });

  const range = fc.record({ from: fc.integer({ min: 1, max: 40 }), length: fc.integer({ min: 0, max: 9 }) });
  const list = fc
    .array(range, { maxLength: 6 })
    .map((all) =>
      all.map(({ from, length }): LeafRange => ({ from: { num: from }, to: { num: from + length } })),
    );
  const page = fc.record(
    {
      num: fc.integer({ min: 1, max: 45 }),
      suffix: fc.constantFrom('а', 'б'),
      side: fc.constantFrom('recto' as const, 'verso' as const),
    },
    { requiredKeys: ['num'], noNullPrototype: true },
  );
  const all = fc.record({
    expected: list,
    blank: list,
    absent: list,
    found: fc.array(page, { maxLength: 60 }),
    hasBacks: fc.boolean(),
  });
  const adds = ({ expected, found, blank, absent, unscanned }: LeafSum) =>
    expected === found + blank + absent + unscanned;

  it('add up: expected = found + blank + missing + not scanned, and each hole is counted once', () => {
    fc.assert(
      fc.property(all, ({ expected, blank, absent, found, hasBacks }) => {
        const wanted = leavesIn(expected);
        const audit = auditLeaves(
          { expected: wanted, isWritten: true, blank, absent, hasBacks },
          found.map((from) => ({ of: 'page', ranges: [{ from }] })),
        );
        const { sum, backs } = audit;
        expect(sum !== null && adds(sum) && (backs === null || adds(backs))).toBe(true);
        expect(sum?.expected).toBe(wanted.length);
        const known = new Set(wanted.map(leafSortKey));
        expect(leavesIn(audit.extra).some((leaf) => known.has(leafSortKey(leaf)))).toBe(false);
        if (hasBacks) return;
        const holes = audit.holes.reduce((count, hole) => count + hole.count, 0);
        expect(holes).toBe((sum?.expected ?? 0) - (sum?.found ?? 0));
      }),
    );
  });

  it('close when each of them gets its picture', () => {
    fc.assert(
      fc.property(all, ({ expected, blank, absent, found, hasBacks }) => {
        const wanted = { expected: leavesIn(expected), isWritten: true, blank, absent, hasBacks };
        const claims = found.map((from): Claim => ({ of: 'page', ranges: [{ from }] }));
        const { holes } = auditLeaves(wanted, claims);
        const filled = holes.flatMap(({ range }): Claim[] =>
          range.from.side === undefined
            ? leavesIn([range]).flatMap((leaf): Claim[] => [
                { of: 'page', ranges: [{ from: leaf, to: { ...leaf, side: 'verso' } }] },
              ])
            : [{ of: 'page', ranges: [range] }],
        );
        expect(auditLeaves(wanted, [...claims, ...filled]).holes).toEqual([]);
      }),
    );
  });

  it('of 600 leaves with both sides are found at once', () => {
    const wanted = unit({ leafCount: 600, scannedSides: 'both' });
    const claims = Array.from({ length: 1200 }, (_, i): Claim => ({
      of: 'page',
      ranges: [{ from: { num: Math.floor(i / 2) + 1, side: i % 2 === 0 ? 'recto' : 'verso' } }],
    }));
    auditLeaves(wanted, claims);
    const begun = performance.now();
    for (let i = 0; i < 10; i += 1) expect(auditLeaves(wanted, claims).holes).toEqual([]);
    expect((performance.now() - begun) / 10).toBeLessThan(250);
  });
});
