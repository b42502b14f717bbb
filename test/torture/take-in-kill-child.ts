/**
 * A station that takes in what a centre tells, and writes meanwhile, until it is killed. It says what was answered, each line
 * before the next step; when there is nothing more to be taken in, it says so and goes on writing.
 */
import { writeSync } from 'node:fs';
import { v7 as newId } from 'uuid';
import { channelPort } from '../../node/calls/channel.ts';
import { createCaller } from '../../node/calls/caller.ts';
import { openJournal } from '../../electron/services/journal/journal.ts';
import type { StationCalls } from '../../electron/services/journal/station-calls.ts';
import { sourceModules } from '../../electron/services/modules.ts';
import { newRecord } from '../../shared/sync/edits.ts';
import { opText } from '../../shared/sync/chain.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';
import { openCentre } from './take-in-centre.ts';

export type Line =
  | { readonly taken: number }
  | { readonly part: number }
  | { readonly written: string }
  | { readonly whole: true };

const DEADLINE_MS = 60_000;
const [folder = '', source = '', mode = '', seed = '1'] = process.argv.slice(2);
const random = seededRandom(Number(seed));
const centre = openCentre(source);

const journal = await openJournal({
  folder,
  thread: sourceModules().journalThread,
  emit: () => undefined,
  machine: null,
  join: { archive: centre.archive, person: centre.person },
});
const { calls } = createCaller<StationCalls>(channelPort(await journal.stationPort()), DEADLINE_MS);
await Promise.all([takeAll(), writeForEver()]);

async function takeAll(): Promise<void> {
  if (mode === 'snapshot') await takeSnapshot();
  for (let { cursor } = await calls.facts(null); (cursor?.srv ?? 0) < centre.rows.length;) {
    const page = centre.page(cursor?.srv ?? 0, 1 + random.below(200));
    const { problem } = await calls.takePage(page);
    if (problem !== null) throw new Error(`the page was refused: ${problem}`);
    ({ cursor } = page);
    say({ taken: cursor?.srv ?? 0 });
  }
  await calls.hear(centre.hello());
  for (let ask = await calls.missingHistory(100); ask !== null; ask = await calls.missingHistory(100)) {
    const { replica, from, to } = ask;
    const items = centre.rows
      .filter((row) => row.replica === replica && row.seq >= from && row.seq <= to)
      .map(({ bytes }) => opText(bytes));
    await calls.takeHistory({ ask, answer: { replica, from, items } });
  }
  say({ whole: true });
}

async function takeSnapshot(): Promise<void> {
  const facts = await calls.facts(null);
  if (facts.cursor !== null) return;
  const { manifest, parts } = centre.snapshot;
  const { missing } = await calls.beginSnapshot(manifest);
  for (const n of missing) {
    await calls.takePart({ n, rows: parts[n] ?? [] });
    say({ part: n });
  }
  await calls.endSnapshot(null);
  say({ taken: manifest.cursor.srv });
}

/** Records of its own, so that what the centre tells can be compared. */
async function writeForEver(): Promise<never> {
  for (;;) {
    const id = newId();
    const edits = [newRecord(id, 'document', { parent: null, 'title/kk': 'Осында' })];
    await journal.commit(
      { id: newId(), command: 'record.edit', edits },
      random.chance(0.5) ? 'window' : 'jobs',
    );
    say({ written: id });
  }
}

function say(line: Line): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}
