/** What a bench looks at in a web host: the map of the sample archive, and the documents that came in. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { StoredFile } from '../../shared/model/record-types.ts';
import { must } from '../../shared/must.ts';
import { viewOf } from '../../shared/sync/view.ts';
import type { WebHostProcess } from '../fixtures/web-host-process.ts';

const POLL_MS = 100;

/** A document's record and the digest of its file. */
export type BenchScan = { readonly document: string; readonly sha256: string };

/** Has the map of the sample archive drawn; resolves when it is taken in and its reading copy and pyramid are made. */
export async function drawSampleMap(host: WebHostProcess): Promise<BenchScan> {
  const begun = await host.call('sample.map', {});
  if (!begun.ok) throw new Error(begun.code);
  await jobsAreDone(host);
  return must((await scansOf(host))[0], 'the map is in the archive');
}

/** Throws away the pyramids of a data folder, as the host does by itself when their room is short. */
export function dropPyramids(data: string): void {
  rmSync(path.join(data, 'vault', 'cache', 'tiles'), { recursive: true });
}

/** Resolves when all jobs of the host have ended, and there were some. */
async function jobsAreDone(host: WebHostProcess): Promise<void> {
  for (;;) {
    const list = await host.call('job.list', {});
    if (!list.ok) throw new Error(list.code);
    const { jobs } = list.value;
    if (jobs.length > 1 && jobs.every(({ state }) => state === 'done')) return;
    await wait(POLL_MS);
  }
}

/** Resolves when an import has ended; its pictures may still be made. */
export async function importIsDone(host: WebHostProcess, id: string): Promise<void> {
  for (;;) {
    const answer = await host.call('import.report', { import: id, after: -1, limit: 1 });
    if (!answer.ok) throw new Error(answer.code);
    if (answer.value.report.state === 'done') return;
    await wait(POLL_MS);
  }
}

export async function scansOf(host: WebHostProcess): Promise<BenchScan[]> {
  const states = await host.call('journal.states', { after: null, limit: 1000 });
  if (!states.ok) throw new Error(states.code);
  return states.value.states.flatMap((state) => {
    const file = viewOf(state).values['file'] as StoredFile | undefined;
    return state.t === 'document' && file !== undefined ? [{ document: state.id, sha256: file.sha256 }] : [];
  });
}
