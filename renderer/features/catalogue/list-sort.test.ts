import { assert, asyncProperty, array, integer, record as arbitrary } from 'fast-check';
import { expect, it, vi } from 'vitest';
import type { Json } from '../../../shared/json.ts';
import type { RecordView } from '../../../shared/sync/view.ts';
import { compareItems, nextSort, sortInSlices, sortValue, type SortBy } from './list-sort.ts';

function unit(id: string, values: Record<string, Json>): RecordView {
  return { id, t: 'unit', values, heads: {}, conflicts: [], deleted: false, editedWhileDeleted: false };
}

const UNITS = [
  unit('a', { 'title/kk': 'Іс', number: { num: 10 }, dates: { written: '1937 ж.', edtf: '1937' } }),
  unit('b', { 'title/kk': 'Ұжым', number: { num: 9 }, dates: { written: 'көне', edtf: null } }),
  unit('c', {
    'title/kk': 'Әліпби',
    number: { num: 9, suffix: 'а' },
    dates: { written: '1921', edtf: '1921' },
  }),
  unit('d', {}),
];
const title = ({ values }: RecordView) => (typeof values['title/kk'] === 'string' ? values['title/kk'] : '');

async function orderBy(by: SortBy, down = false): Promise<string> {
  const items = UNITS.map((each) => ({ id: each.id, value: sortValue(each, by, title) }));
  const sorted = await sortInSlices(items, compareItems({ by, down }, 'kk'), async () => undefined);
  return sorted.map(({ id }) => id).join('');
}

it('sorts titles by the Kazakh alphabet, numbers by their parts, dates by their first day, the empty last', async () => {
  expect(await orderBy('title')).toBe('cbad');
  expect(await orderBy('title', true)).toBe('abcd');
  expect(await orderBy('number')).toBe('bcad');
  expect(await orderBy('dates')).toBe('cabd');
  expect(await orderBy('dates', true)).toBe('acbd');
  expect(await orderBy('pages')).toBe('abcd');
});

it('goes up, down, and back to the list’s own order', () => {
  const up = nextSort(null, 'title');
  expect(up).toEqual({ by: 'title', down: false });
  const down = nextSort(up, 'title');
  expect(down).toEqual({ by: 'title', down: true });
  expect(nextSort(down, 'title')).toBeNull();
  expect(nextSort(down, 'dates')).toEqual({ by: 'dates', down: false });
});

it('is the stable sort of the platform, however many slices it takes', async () => {
  const items = array(arbitrary({ key: integer({ min: 0, max: 9 }), at: integer() }), { maxLength: 3000 });
  await assert(
    asyncProperty(items, async (list) => {
      const compare = (a: { key: number }, b: { key: number }) => a.key - b.key;
      expect(await sortInSlices(list, compare, async () => undefined)).toEqual([...list].sort(compare));
    }),
    { numRuns: 30 },
  );
  const pause = vi.fn(async () => undefined);
  await sortInSlices(
    Array.from({ length: 5000 }, (_, i) => 5000 - i),
    (a, b) => a - b,
    pause,
  );
  expect(pause.mock.calls.length).toBeGreaterThan(10);
});
