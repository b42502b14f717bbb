import { describe, expect, it } from 'vitest';
import { must } from '../../../shared/must.ts';
import { DEFAULT_SYNONYMS } from '../../../shared/query/default-synonyms.ts';
import { synonymGroupsOf } from '../../../shared/query/synonym-groups.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { backEdits, readWords, removeEdits, wordEdits } from './synonym-edits.ts';

const OWN = '0199f3a0-7c2e-7000-8000-000000000001';
const first = must(DEFAULT_SYNONYMS[0], 'a group');
const record = (id: string, values: CatalogueRecord['values'], deleted = false): CatalogueRecord =>
  ({ id, t: 'synonyms', values, heads: {}, conflicts: [], deleted }) as unknown as CatalogueRecord;
const groupOf = (id: string, records: readonly CatalogueRecord[]) =>
  must(
    synonymGroupsOf(records).find((group) => group.id === id),
    'the group',
  );
const kinds = (edits: ReturnType<typeof wordEdits>) => edits.map(({ k, f }) => [k, f]);

describe('editing synonyms', () => {
  it('reads words as they are typed', () => {
    expect(readWords('Архив, мұрағат;  Сақтау  орны\nархив')).toEqual({
      words: ['архив', 'мұрағат', 'сақтау орны'],
      bad: null,
    });
    expect(readWords('архив, "а"')).toMatchObject({ bad: '"а"' });
    expect(readWords(' , ')).toEqual({ words: [], bad: null });
  });

  it('writes of a group that came with the program only what is different', () => {
    const words = [...first.words.slice(1), 'қойма'];
    const edits = wordEdits(first.id, words, null);
    expect(kinds(edits)).toEqual([['new', { [`words/${first.words[0]}`]: false, 'words/қойма': true }]]);
    const kept = record(first.id, edits[0]?.f ?? {});
    expect(groupOf(first.id, [kept]).words).toEqual(words);
    expect(wordEdits(first.id, words, kept)).toEqual([]);
    expect(kinds(backEdits([groupOf(first.id, [kept])], [kept]))).toEqual([
      ['set', { [`words/${first.words[0]}`]: true, 'words/қойма': false }],
    ]);
  });

  it('keeps a word that somebody else put in while the person was typing, and takes out what they took out', () => {
    const seen = [...first.words];
    const typed = [...first.words.slice(1), 'қойма'];
    const meanwhile = record(first.id, { 'words/сақтау орны': true });
    expect(kinds(wordEdits(first.id, typed, meanwhile, seen))).toEqual([
      ['set', { [`words/${first.words[0]}`]: false, 'words/қойма': true }],
    ]);
    const own = record(OWN, { 'words/юрта': true, 'words/киіз үй': true, 'words/шаңырақ': true });
    expect(kinds(wordEdits(OWN, ['юрта', 'үй'], own, ['юрта', 'киіз үй']))).toEqual([
      ['set', { 'words/киіз үй': false, 'words/үй': true }],
    ]);
  });

  it('takes a record out of the bin again instead of making it twice', () => {
    const binned = record(first.id, { 'words/қойма': true }, true);
    expect(kinds(wordEdits(first.id, first.words, binned))).toEqual([
      ['undel', {}],
      ['set', { 'words/қойма': false }],
    ]);
  });

  it('takes away its own groups, and turns off those that came with the program', () => {
    expect(kinds(removeEdits(groupOf(first.id, []), null))).toEqual([['new', { off: true }]]);
    const own = record(OWN, { 'words/юрта': true, 'words/киіз үй': true });
    expect(kinds(removeEdits(groupOf(OWN, [own]), own))).toEqual([['del', {}]]);
    const off = record(first.id, { off: true });
    expect(kinds(backEdits(synonymGroupsOf([off, own]), [off, own]))).toEqual([['set', { off: false }]]);
    expect(kinds(wordEdits(first.id, first.words, off))).toEqual([['set', { off: false }]]);
  });
});
