/** Another station's writes, handed to the real journal of a stopped host: what sync will do, done by hand. */
import path from 'node:path';
import { createJournalCore } from '../../electron/services/journal/journal-core.ts';
import { openJournalFile } from '../../electron/services/journal/journal-file.ts';
import { must } from '../../shared/must.ts';
import { tickClock } from '../../shared/sync/clock.ts';
import { bringOps } from '../fixtures/bring-ops.ts';
import { opId } from '../../shared/sync/op-id.ts';
import type { Op } from '../../shared/sync/op.ts';
import type { RecordState } from '../../shared/sync/state.ts';
import type { Database } from '../../node/sqlite/open-database.ts';

const STATION = 'b'.repeat(26);
const PERSON = '0190a000-0000-7000-8000-0000000000b2';

/** What the other station writes of a record; `ours` is the record as this archive's journal has it. */
type Writing = (ours: RecordState) => Partial<Op>;

/**
 * Writes as `name` at another station, who has not seen what was written here. `strandLast`: the last op's effect came with whole
 * states, and its bytes never did.
 */
export async function writeElsewhere(
  dataFolder: string,
  name: string,
  writings: readonly { title: string; op: Writing }[],
  { strandLast = false } = {},
): Promise<void> {
  const now = Date.now();
  const file = await openJournalFile(path.join(dataFolder, 'journal.db'), {
    now,
    archiveName: '',
    personName: '',
  });
  try {
    const core = createJournalCore(file, () => undefined);
    const { states } = core.states({ after: null, limit: 1000 });
    const frame = (seq: number) => ({
      id: opId(STATION, seq),
      v: 1 as const,
      schema: 1,
      a: core.identity().archive,
      f: {},
      p: {},
      h: tickClock(null, now + seq),
      u: PERSON,
    });
    const person: Op = { ...frame(1), rec: PERSON, t: 'person', k: 'new', f: { name } };
    const ops = writings.map(({ title, op }, i): Op => {
      const found = states.find((state) =>
        Object.values(state.f).some((register) => register.heads.some((head) => head.v === title)),
      );
      const ours = must(found, `a record titled ${title}`);
      return { ...frame(i + 2), rec: ours.id, t: ours.t, k: 'set', ...op(ours) };
    });
    await bringOps({ db: file, station: core.station }, [person, ...ops]);
    if (strandLast) strand(file);
  } finally {
    file.close();
  }
}

/** Takes the bytes of the last op that came out of the log; what it wrote stays. */
function strand(file: Database): void {
  file.exec(`
    INSERT INTO gaps (replica, first, last, hash, kind)
      SELECT replica, seq, seq, hash, 'before' FROM ops ORDER BY pos DESC LIMIT 1;
    DELETE FROM ops WHERE pos = (SELECT max(pos) FROM ops);`);
}
