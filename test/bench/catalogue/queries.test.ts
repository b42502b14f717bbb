import { expect, test } from 'vitest';
import { queryTerms } from '../../../shared/query/query-terms.ts';
import { fts5Expression, makeQueries, QUERY_KINDS } from './queries.ts';

const ENTRIES = [
  'фр5 ф5 оп1 д12 12 переписка волостного правления 1934',
  'ф7 оп2 д3а 3а отчёты уездного исполкома о посевной кампании',
  'ф7 оп2 д4 4 мектептер ашу туралы хаттамалар',
];

test('queries of every kind come out of the entries, the same for the same seed', () => {
  const queries = makeQueries(ENTRIES, 1);
  expect(makeQueries(ENTRIES, 1)).toEqual(queries);
  expect(makeQueries(ENTRIES, 2)).not.toEqual(queries);
  expect(new Set(queries.map(({ kind }) => kind))).toEqual(new Set(QUERY_KINDS));
});

test('whole words, beginnings and codes are found in an entry; a slip is in none', () => {
  const has = (text: string): boolean => {
    const { words, begun } = queryTerms(text);
    return ENTRIES.some((entry) => {
      const found = entry.split(' ');
      return words.every(
        (word, i) =>
          found.includes(word) ||
          (i === words.length - 1 && begun !== null && found.some((each) => each.startsWith(begun))),
      );
    });
  };
  for (const { kind, text } of makeQueries(ENTRIES, 5)) {
    if (kind === 'typed') continue;
    expect([kind, text, has(text)]).toEqual([kind, text, kind !== 'near']);
  }
});

test('an expression for FTS5 asks for every word, and for the beginning of the last one while it is typed', () => {
  expect(fts5Expression('приказы уезд')).toBe('"приказы" "уезд"*');
  expect(fts5Expression('приказы уезд ')).toBe('"приказы" "уезд"');
});
