import { expect, it } from 'vitest';
import { checkEdit } from '../../../shared/model/hierarchy.ts';
import { boxOf, regionTextOf } from '../../../shared/model/region.ts';
import type { Json } from '../../../shared/json.ts';
import type { RecordView } from '../../../shared/sync/view.ts';
import { drawEdits, isOnEarlierPicture, moveEdit, regionsOf, wordEdit } from './region-edits.ts';

const PAGE = '0190a000-0000-7000-8000-000000000001';
const ONE = '0190a000-0000-7000-8000-000000000002';
const TWO = '0190a000-0000-7000-8000-000000000003';
const box = { x: 10, y: 20, w: 30, h: 5 };

const view = (id: string, t: string, values: Record<string, Json>): RecordView =>
  ({ id, t, values, heads: {}, deleted: false }) as unknown as RecordView;
const drawn = (id: string, at = box) => {
  const [made] = drawEdits(id, view(PAGE, 'page', { regions: true }), at);
  return view(id, 'region', made?.f ?? {});
};

it('draws a region under its page and marks the page once', () => {
  const first = drawEdits(ONE, view(PAGE, 'page', {}), box);
  expect(first.map(({ rec, k }) => [rec, k])).toEqual([
    [ONE, 'new'],
    [PAGE, 'set'],
  ]);
  expect(first.every((edit) => checkEdit(edit, 'page').ok)).toBe(true);
  expect(drawEdits(TWO, view(PAGE, 'page', { regions: true }), box)).toHaveLength(1);
});

it('moves and words a region without touching anything else of it', () => {
  const region = drawn(ONE);
  const moved = moveEdit(region, view(PAGE, 'page', {}), { ...box, x: 50 });
  expect(Object.keys(moved.f)).toEqual(['target']);
  expect(boxOf(moved.f)).toEqual({ ...box, x: 50 });
  const worded = wordEdit(region, ' Қолы\nмөр ');
  expect(Object.keys(worded.f)).toEqual(['body']);
  expect(regionTextOf(worded.f)).toBe('Қолы\nмөр');
  expect(wordEdit(region, '  ').f).toEqual({ body: null });
});

it('keeps what the words are for', () => {
  const body = { type: 'TextualBody', value: 'а', format: 'text/plain', purpose: 'transcribing' };
  const region = view(ONE, 'region', { ...drawn(ONE).values, body });
  expect(wordEdit(region, 'б').f['body']).toEqual({ ...body, value: 'б' });
});

it('reads regions in the order of the eye and leaves out what is none', () => {
  const low = drawn(ONE, { ...box, y: 80 });
  const high = drawn(TWO);
  const broken = view('3', 'region', { parent: PAGE, target: 'here' });
  const gone = { ...drawn('4'), deleted: true };
  expect(regionsOf([low, high, broken, gone, view('5', 'page', {})]).map(({ id }) => id)).toEqual([TWO, ONE]);
});

it('knows the picture that it was drawn on, until a person says that it fits the new one', () => {
  const image = { sha256: 'a'.repeat(64), index: 0 };
  const page = view(PAGE, 'page', { image, regions: true });
  const [made] = drawEdits(ONE, page, box);
  const region = view(ONE, 'region', made?.f ?? {});
  expect(isOnEarlierPicture(region, page)).toBe(false);
  const replaced = view(PAGE, 'page', { image: { ...image, sha256: 'b'.repeat(64) } });
  expect(isOnEarlierPicture(region, replaced)).toBe(true);
  expect(isOnEarlierPicture(view(ONE, 'region', moveEdit(region, replaced, box).f), replaced)).toBe(false);
  // Drawn by a program that did not note it.
  expect(isOnEarlierPicture(drawn(ONE), replaced)).toBe(false);
});
