import { array, assert, constantFrom, integer, option, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '../must.ts';
import { readLeafRanges, type Leaves } from '../model/leaves.ts';
import type { Values } from '../model/record-values.ts';
import { bindingsOf, dryRun, type FoundUnit } from './dry-run.ts';
import { leafKey } from './leaf-key.ts';
import { countMissing, makeMissing } from './missing-units.ts';
import { readPattern } from './pattern.ts';
import { planBinding, type Plan } from './plan.ts';

const patternOf = (text: string) => {
  const read = readPattern(text);
  if (!read.ok) throw new Error(read.code);
  return read.value;
};
const pattern = patternOf('{unit}_{leaf}');
const setting = { fonds: { num: 5 }, inventory: { num: 1 } };
const plan = (paths: readonly string[], more = {}): Plan =>
  planBinding(paths, { pattern, setting, numbering: null, ...more });
const OPEN = '01890a5d-ac96-774b-bcce-b302099a8057';
const UNIT = '01890a5d-ac96-774b-bcce-b302099a8058';
const leaves = (text: string) => readLeafRanges(text) as Leaves;

describe('a plan', () => {
  it('puts files into units in the order of leaves, and names those claimed twice', () => {
    const paths = ['b/7_10.tif', 'a/7_2об.tif', 'a/7_2.tif', 'a/7_10.tif', 'x/8_1.tif', 'скан.tif'];
    const { units, leftOut } = plan(paths);
    expect(
      units.map(({ code, files }) => [
        code?.unit.num,
        files.map(({ path, isTwice }) => (isTwice ? `${path} twice` : path)),
      ]),
    ).toEqual([
      [7, ['a/7_2.tif', 'a/7_2об.tif', 'a/7_10.tif twice', 'b/7_10.tif twice']],
      [8, ['x/8_1.tif']],
    ]);
    expect(leftOut).toEqual([{ index: 5, path: 'скан.tif', code: 'NO_MATCH' }]);
  });

  it('takes what names do not say from what is open, and leaves out what nothing says', () => {
    expect(plan(['7_1.tif'], { setting: {} }).leftOut).toMatchObject([{ code: 'NO_UNIT' }]);
    const leaf = patternOf('{leaf}');
    expect(plan(['1.tif'], { pattern: leaf }).leftOut).toHaveLength(1);
    expect(plan(['1.tif'], { pattern: leaf, setting: { record: OPEN } }).units).toMatchObject([
      { record: OPEN, code: null, files: [{ leaf: { num: 1 } }] },
    ]);
    // Another fonds has not the open inventory.
    const whole = patternOf('{fonds}_{unit}_{leaf}');
    expect(plan(['9_7_1.tif'], { pattern: whole }).units[0]?.code?.inventory).toBeNull();
    expect(plan(['5_7_1.tif'], { pattern: whole, setting: {} }).units[0]?.code?.inventory).toBeNull();
  });

  it('numbers what tells no leaf in the order of names', () => {
    const asked = { pattern: null, setting: { record: OPEN }, numbering: { by: 'sides', first: { num: 3 } } };
    const [unit] = plan(['10.tif', '9.tif', 'a/1.tif'], asked).units;
    expect(unit?.files.map(({ path, leaf }) => [path, leaf])).toEqual([
      ['9.tif', { num: 3 }],
      ['10.tif', { num: 3, side: 'verso' }],
      ['a/1.tif', { num: 4 }],
    ]);
  });

  it('adds up: every path stands in it once, each unit in the order of leaves', () => {
    const path = record({
      unit: option(integer({ min: 0, max: 3 }), { nil: undefined }),
      leaf: integer({ min: 0, max: 12 }),
      side: constantFrom('', 'об', 'а', 'аоб'),
    }).map(({ unit, leaf, side }) => `${unit ?? 'x'}_${leaf}${side}.tif`);
    assert(
      property(array(path, { maxLength: 30 }), (paths) => {
        const { units, leftOut } = plan(paths);
        const all = [...units.flatMap(({ files }) => files), ...leftOut];
        expect(all.map(({ index }) => index).sort((a, b) => a - b)).toEqual([...paths.keys()]);
        for (const { path: told, index } of all) expect(told).toBe(paths[index]);
        for (const { files } of units) {
          const keys = files.map(({ leaf }) => leafKey(must(leaf, 'a leaf')));
          expect(keys).toEqual([...keys].sort());
        }
        const { sum } = dryRun({ units, leftOut }, new Map());
        expect(sum.seen).toBe(paths.length);
        expect(sum.bound + sum.missing + sum.ambiguous + sum.leftOut).toBe(paths.length);
      }),
    );
  });
});

describe('a dry run', () => {
  const found = (more: Partial<FoundUnit> & { values?: Values }): FoundUnit => ({
    fonds: OPEN,
    inventory: OPEN,
    units: [UNIT],
    values: {},
    claims: [],
    there: [],
    ...more,
  });
  const planned = plan(['7_1.tif', '7_1об.tif', '7_2.tif', 'x/7_2.tif', '8_1.tif', '9_1.tif', 'x.tif']);
  const key = (num: number) =>
    must(
      planned.units.find(({ code }) => code?.unit.num === num),
      'a unit that is planned',
    ).key;
  const there = found({
    values: { expectedLeaves: { written: '1-4', ranges: [{ from: { num: 1 }, to: { num: 4 } }] } },
    there: [leaves('2'), null],
    claims: [{ of: 'page', ranges: [{ from: { num: 2 } }] }],
  });
  const run = dryRun(
    planned,
    new Map([
      [key(7), there],
      [key(8), found({ units: [UNIT, OPEN] })],
      [key(9), found({ units: [], inventory: null })],
    ]),
  );

  it('says which units there are, which leaves have pictures, what will be missing', () => {
    expect(run.units.map(({ state }) => state)).toEqual(['there', 'ambiguous', 'missing']);
    expect(run.sum).toEqual({
      seen: 7,
      bound: 4,
      missing: 1,
      ambiguous: 1,
      leftOut: 1,
      twice: 2,
      taken: 2,
      holes: 2,
    });
    expect(run.units[0]?.audit.holes).toMatchObject([
      { kind: 'unscanned', range: { from: { num: 3 }, to: { num: 4 } } },
    ]);
  });

  it('binds what has a unit; of two on one leaf the first takes its place', () => {
    const made = makeMissing(run, () => OPEN);
    const bindings = bindingsOf(run, { onTaken: 'replace', isCounted: false, language: 'ru' }, made.made);
    expect([...bindings].map(([index, { unit, there: on }]) => [index, unit, on])).toEqual([
      [0, UNIT, 'both'],
      [1, UNIT, 'both'],
      [2, UNIT, 'replace'],
      [3, UNIT, 'both'],
      [5, OPEN, 'both'],
    ]);
    expect(bindings.get(1)?.leaves).toEqual([
      { written: '1 об.', ranges: [{ from: { num: 1, side: 'verso' } }] },
    ]);
  });

  it('makes each missing level once, under what is there', () => {
    let count = 0;
    const paths = ['6_1_1_1.tif', '6_1_2_1.tif', '6_2_1_1.tif'];
    const whole = planBinding(paths, {
      pattern: patternOf('{fonds}_{inventory}_{unit}_{leaf}'),
      setting: {},
      numbering: null,
    });
    const nothing = dryRun(whole, new Map());
    expect(countMissing(nothing)).toMatchObject({ fonds: [{ num: 6 }], inventories: 2, units: 3 });
    const { edits, made } = makeMissing(nothing, () => `${++count}`);
    expect(edits.map(({ t, rec, f }) => `${t} ${rec} in ${JSON.stringify(f['parent'])}`)).toEqual([
      'fonds 1 in null',
      'inventory 2 in "1"',
      'unit 3 in "2"',
      'unit 4 in "2"',
      'inventory 5 in "1"',
      'unit 6 in "5"',
    ]);
    expect([...made.values()]).toEqual(['3', '4', '6']);
  });
});
