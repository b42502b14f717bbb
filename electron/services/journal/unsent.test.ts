/** What is not at the centre is counted with every change; whatever comes in whatever order, a count made anew agrees. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { setFields } from '../../../shared/sync/edits.ts';
import { make, makeUnit, openTestJournal, type TestJournal } from './fixture.ts';
import { helloOf } from '../../../test/fixtures/centre-words.ts';
import { logOf } from './fixture-station.ts';

/** Counted from the rows alone. */
function recount(journal: TestJournal) {
  const rows = journal.db
    .prepare<{ page: number; records: number; ops: number }>(
      `SELECT t = 'page' AS page, count(DISTINCT rec) AS records, count(*) AS ops
       FROM ops JOIN replicas ON no = replica JOIN records ON records.id = rec
       WHERE ops.seq > acked GROUP BY page`,
    )
    .all();
  const of = (page: number) => rows.find((row) => row.page === page);
  return {
    ops: (of(0)?.ops ?? 0) + (of(1)?.ops ?? 0),
    records: of(0)?.records ?? 0,
    pages: of(1)?.records ?? 0,
  };
}

test('however ops and answers of the centre come, and wherever the first count begins', async () => {
  const act = fc.record({
    act: fc.constantFrom('write', 'page', 'hear', 'count'),
    at: fc.nat(20),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
      const journal = await openTestJournal();
      try {
        const { unit } = makeUnit(journal);
        const document = make('document', { parent: unit });
        journal.write([document.edit]);
        for (const [i, { act: kind, at }] of acts.entries()) {
          if (kind === 'write') journal.write([setFields(journal.view(unit), { 'title/en': `${i}` })]);
          if (kind === 'page')
            journal.write([make('page', { parent: document.id, order: `a${i}` }).edit], { writer: 'jobs' });
          if (kind === 'count') expect(await journal.unsent(null)).toEqual(recount(journal));
          if (kind === 'hear') {
            const rows = logOf(journal);
            await journal.station.hear(helloOf(rows.slice(0, Math.min(at, rows.length))));
          }
        }
        expect(await journal.unsent(null)).toEqual(recount(journal));
      } finally {
        journal.remove();
      }
    }),
    { numRuns: 12 },
  );
});
