/** A clock that was wrong for a night: what was noted then under a date to come hides nothing that is found later. */
import { v7 as newId } from 'uuid';
import { expect, test } from 'vitest';
import { frameDamage } from '../../../node/vault/audit-damage.ts';
import { openBook } from './audit-book.ts';
import type { Event } from './audit-event.ts';

const PLACE = 'ocfl/abc/def/012/object';
const agent = { program: 'Qoima', by: 'plan', person: null } as const;
const NOW = Date.parse('2026-11-22T12:00:00Z');

const check = (at: string, isSound: boolean): Event => ({
  v: 1,
  id: newId(),
  type: 'fixity check',
  at,
  agent,
  place: PLACE,
  label: '',
  files: 1,
  bytes: 1,
  outcome: isSound ? 'sound' : 'damaged',
  damages: isSound ? [] : [{ ...frameDamage('FILE_CHANGED', PLACE, 'v1/content/1.tif'), foundIn: null }],
});
const run = (at: string): Event => ({
  v: 1,
  id: newId(),
  type: 'audit',
  at,
  agent,
  what: 'all',
  since: at,
  places: 1,
  files: 1,
  bytes: 1,
  damaged: 0,
  left: 0,
});

test.each(['as they happened', 'the other way round, as when the book is made anew'])('%s', (order) => {
  const book = openBook(':memory:', () => NOW);
  const future = '2036-01-01T02:00:00Z';
  const events = [
    check(future, true),
    run(future),
    check('2026-11-22T02:00:00Z', false),
    run('2026-11-22T02:01:00Z'),
  ];
  for (const event of order.startsWith('as they') ? events : events.toReversed()) book.note([event]);
  expect(book.place(PLACE)).toMatchObject({ at: '2026-11-22T02:00:00Z', outcome: 'damaged' });
  expect(book.damages(9)).toHaveLength(1);
  expect(book.runs()).toMatchObject({
    last: { at: '2026-11-22T02:01:00Z' },
    all: { at: '2026-11-22T02:01:00Z' },
  });
  book.note([check('2026-11-22T11:00:00Z', true)]);
  expect(book.damages(9)).toEqual([]);
  book.close();
});
