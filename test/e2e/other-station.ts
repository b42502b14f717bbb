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

const STATION = 'b'.repeat(26);
const PERSON = '0190a000-0000-7000-8000-0000000000b2';

/** What the other station writes of a record; `ours` is the record as this archive's journal has it. */
type Writing = (ours: RecordState) => Partial<Op>;

/** Writes as `name` at another station, who has not seen what was written here. */
export async function writeElsewhere(
  dataFolder: string,
  name: string,
  writings: readonly { title: string; op: Writing }[],
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
  } finally {
    file.close();
  }
}
