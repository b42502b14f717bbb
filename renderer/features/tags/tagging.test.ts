import { expect, it } from 'vitest';
import type { Json } from '../../../shared/json.ts';
import type { RecordView } from '../../../shared/sync/view.ts';
import { isKnownName, matchingTags, tagCounts, tagEdits } from './tagging.ts';

const TAG = '01890a5d-ac96-774b-bcce-b302099a8057';
const OP = 'aaaaaaaaaaaaaaaaaaaaaaaaaa:1';

function record(id: string, values: Record<string, Json>, heads: RecordView['heads'] = {}): RecordView {
  return { id, t: 'page', values, heads, conflicts: [], deleted: false, editedWhileDeleted: false };
}

it('counts how many of the records carry a tag', () => {
  const records = [
    record('a', { [`tags/${TAG}`]: true }),
    record('b', { [`tags/${TAG}`]: false }),
    record('c', {}),
  ];
  expect([...tagCounts(records)]).toEqual([[TAG, 1]]);
});

it('edits only the records that need it, and names the heads seen', () => {
  const records = [
    record('a', { [`tags/${TAG}`]: true }),
    record('b', { [`tags/${TAG}`]: false }, { [`tags/${TAG}`]: [OP] }),
  ];
  const edits = tagEdits(records, TAG, true);
  expect(edits).toEqual([
    { rec: 'b', t: 'page', k: 'set', f: { [`tags/${TAG}`]: true }, p: { [`tags/${TAG}`]: [OP] } },
  ]);
  expect(tagEdits(records, TAG, false).map((edit) => edit.rec)).toEqual(['a']);
});

it('finds tags by their name in any language, in Kazakh order', () => {
  const tags = [
    record('1', { 'label/kk': 'Үкім', 'label/ru': 'Приговор' }),
    record('2', { 'label/kk': 'Әлеуметтік' }),
    record('3', { 'label/kk': 'Бұйрық', 'label/ru': 'Приказ' }),
  ];
  expect(matchingTags(tags, 'при', 'kk').map((tag) => tag.id)).toEqual(['3', '1']);
  expect(matchingTags(tags, '', 'kk').map((tag) => tag.id)).toEqual(['2', '3', '1']);
  expect(isKnownName(tags, ' приказ ')).toBe(true);
  expect(isKnownName(tags, 'при')).toBe(false);
});
