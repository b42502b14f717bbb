/** Of a record it is told whether the centre has all that was written of it. */
import { expect, test } from 'vitest';
import { setFields } from '../../../shared/sync/edits.ts';
import { helloOf } from '../../../test/fixtures/centre-words.ts';
import { makeUnit, openTestJournal } from './fixture.ts';
import { logOf } from './fixture-station.ts';

test('a record is at the centre when the last of its ops is, and not any more when the centre came back older', async () => {
  const journal = await openTestJournal();
  try {
    const { fonds, unit } = makeUnit(journal);
    expect(journal.isAtCentre(unit)).toBe(false);
    const first = logOf(journal);
    await journal.station.hear(helloOf(first));
    expect([journal.isAtCentre(fonds), journal.isAtCentre(unit)]).toEqual([true, true]);

    journal.write([setFields(journal.view(unit), { 'title/en': 'Minutes' })]);
    expect([journal.isAtCentre(fonds), journal.isAtCentre(unit)]).toEqual([true, false]);
    await journal.station.hear(helloOf(logOf(journal)));
    expect(journal.isAtCentre(unit)).toBe(true);

    await journal.station.hear(helloOf(first));
    expect([journal.isAtCentre(fonds), journal.isAtCentre(unit)]).toEqual([true, false]);
  } finally {
    journal.remove();
  }
});
