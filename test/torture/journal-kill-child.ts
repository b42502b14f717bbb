/**
 * A process that writes into a journal as fast as it can until it is killed. Before each change it prints what it is
 * about to write, after the answer the number that it got; each line is out before the next step.
 */
import { writeSync } from 'node:fs';
import { v7 as newId } from 'uuid';
import { openJournal, type Journal } from '../../electron/services/journal/journal.ts';
import type { Writer } from '../../electron/services/journal/journal-calls.ts';
import { sourceModules } from '../../electron/services/modules.ts';
import type { Change, Edit } from '../../shared/sync/change.ts';
import { newRecord, setFields } from '../../shared/sync/edits.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import { viewOf } from '../../shared/sync/view.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';

export type Line =
  | { readonly open: true }
  | { readonly trying: Change; readonly writer: Writer }
  | { readonly written: string; readonly n: number }
  | { readonly turned: 'undo' | 'redo'; readonly n: number };

const KEPT_IDS = 200;

const [folder = '', seed = '1'] = process.argv.slice(2);
const random = seededRandom(Number(seed));

const journal = await openJournal({
  folder,
  thread: sourceModules().journalThread,
  emit: () => undefined,
});
say({ open: true });
await Promise.all([
  writeForEver(journal, 'window'),
  writeForEver(journal, 'jobs'),
  writeForEver(journal, 'cli'),
]);

async function writeForEver(into: Journal, writer: Writer): Promise<never> {
  const ids: RecordId[] = [];
  for (let i = 0; ; i++) {
    if (writer === 'window' && i % 7 === 6) {
      // Two turns leave everything as it was, unless the kill comes between.
      say({ turned: 'undo', n: (await into.undo()).n });
      say({ turned: 'redo', n: (await into.redo()).n });
    }
    const edits = i % 3 === 2 ? await rename(into, ids) : make(ids);
    const change: Change = { id: newId(), command: 'record.edit', edits };
    say({ trying: change, writer });
    const { n } = await into.commit(change, writer);
    say({ written: change.id, n });
    ids.splice(0, Math.max(0, ids.length - KEPT_IDS));
  }
}

function make(ids: RecordId[]): Edit[] {
  const count = random.chance(0.1) ? 300 : 1 + random.below(12);
  return Array.from({ length: count }, () => {
    const id = newId();
    ids.push(id);
    return newRecord(id, 'document', { parent: null, 'title/kk': `Құжат ${random.next()}` });
  });
}

async function rename(into: Journal, ids: readonly RecordId[]): Promise<Edit[]> {
  const some = ids.slice(0, 1 + random.below(5));
  const states = await into.state(some);
  return states.map((state) => setFields(viewOf(state), { 'title/kk': `Өзгерді ${random.next()}` }));
}

function say(line: Line): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}
