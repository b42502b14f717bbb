/**
 * Kills the host, or one of its children, at random moments of an import of hundreds of files, brings the import to its
 * end as a person would, and counts: every file is in exactly once, the vault is valid, nothing unexplained lies in
 * staging. Every third file is a scan of a unit's leaves: at the end it stands on its leaf, once, in the order of leaves.
 * A new archive for each import; as many imports as it takes for the wanted number of kills.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import type { FileOutcome, ImportReport } from '../../shared/rpc/contract-import.ts';
import { leavesOf, orderOf } from '../../shared/model/record-values.ts';
import { sheafIdOf } from '../../shared/model/sheaf.ts';
import { newRecord } from '../../shared/sync/edits.ts';
import { viewOf } from '../../shared/sync/view.ts';
import { seededRandom, type SeededRandom } from '../fixtures/seeded-random.ts';
import { startWebHostProcess, type WebHostProcess } from '../fixtures/web-host-process.ts';
import { allStates, askCommand, checkFile } from './host-checks.ts';
import { bindSome, makeIngestSet, wantedPages, type SetFile } from './ingest-set.ts';

const FILES = 300;
const UNITS = 2;
/** Scanners and windows send several at once. */
const SENDERS = 3;
const LONGEST_LIFE_MS = 1200;
/** An import has to come to its end, nobody killing, within this. */
const END_DEADLINE_MS = 240_000;

type Import = {
  readonly id: string;
  readonly files: readonly SetFile[];
  /** Those whose leaves are among the files. */
  readonly units: readonly string[];
};

/** Makes `runs` kills of imports of `count` files; answers what was done. Throws, with the seed, at the first loss. */
export async function killIngest(runs: number, seed: number, count = FILES): Promise<object> {
  const random = seededRandom(seed);
  const done = { host: 0, child: 0, imports: 0, stored: 0, known: 0, refused: 0, leaves: 0 };
  while (done.host + done.child < runs) {
    const folder = mkdtempSync(path.join(tmpdir(), 'qoima-ingest-'));
    try {
      const taken = await announce(folder, await makeIngestSet(`сканы ${seed} ${done.imports}`, count));
      const kills = await killUntilEnded(folder, taken, random, runs - done.host - done.child);
      done.host += kills.host;
      done.child += kills.child;
      const report = await checkAtTheEnd(folder, taken);
      done.imports += 1;
      done.stored += report.stored;
      done.known += report.known;
      done.refused += report.refused;
      for (const unit of taken.units) done.leaves += wantedPages(taken.files, unit).length;
      rmSync(folder, { recursive: true });
    } catch (error) {
      console.error(`the data folder is left at ${folder}`);
      throw new Error(`import ${done.imports + 1} of seed ${seed}, after ${JSON.stringify(done)}`, {
        cause: error,
      });
    }
  }
  return { ...done, lost: 0 };
}

async function announce(folder: string, loose: readonly SetFile[]): Promise<Import> {
  const host = await startWebHostProcess(folder);
  try {
    const units = await makeUnits(host);
    const files = bindSome(loose, units);
    const begun = await host.call('import.begin', { source: 'сканы', parent: null });
    if (!begun.ok) throw new Error(`import.begin: ${begun.code}`);
    const expected = await host.call('import.expect', {
      import: begun.value.import,
      files: files.map(({ path, bytes, bound }) => ({
        path,
        size: bytes.length,
        ...(bound === undefined ? {} : { bound }),
      })),
    });
    if (!expected.ok) throw new Error(`import.expect: ${expected.code}`);
    return { id: begun.value.import, files, units };
  } finally {
    await host.stop();
  }
}

async function makeUnits(host: WebHostProcess): Promise<string[]> {
  const [fonds, inventory, ...units] = Array.from({ length: 2 + UNITS }, () => newId());
  const made = await host.call('journal.commit', {
    id: newId(),
    command: 'record.create',
    edits: [
      newRecord(fonds ?? '', 'fonds', { parent: null, number: { prefix: 'Р', num: 5 } }),
      newRecord(inventory ?? '', 'inventory', { parent: fonds ?? '', number: { num: 1 } }),
      ...units.map((unit, at) =>
        newRecord(unit, 'unit', { parent: inventory ?? '', number: { num: at + 1 } }),
      ),
    ],
  });
  if (!made.ok) throw new Error(`units: ${made.code}`);
  return units;
}

/** One life of the host after another, until the import has ended or `most` kills were made. */
async function killUntilEnded(
  folder: string,
  taken: Import,
  random: SeededRandom,
  most: number,
): Promise<{ host: number; child: number }> {
  const kills = { host: 0, child: 0 };
  while (kills.host + kills.child < most) {
    const host = await startWebHostProcess(folder);
    let over = false;
    const work = send(host, taken, () => over).then(() => waitForEnd(host, taken.id, () => over));
    const moment = wait(10 + random.below(LONGEST_LIFE_MS));
    const hasEnded = await Promise.race([work, moment.then(() => null)]);
    if (hasEnded !== null && hasEnded !== undefined) {
      await host.stop();
      return kills;
    }
    if (random.chance(0.4) && host.killChild()) {
      kills.child += 1;
      // The import goes on with another child, and its host lives a while longer.
      await Promise.race([work, wait(random.below(LONGEST_LIFE_MS))]);
    }
    over = true;
    host.kill();
    if (kills.host + kills.child < most) kills.host += 1;
    await Promise.all([work, host.ended]);
  }
  return kills;
}

/** Sends what is still expected, as a window does that is opened again, and says that there is no more. */
async function send(host: WebHostProcess, { id, files }: Import, isOver: () => boolean): Promise<void> {
  const outcomes = await outcomesOf(host, id);
  if (outcomes === null) return;
  const waiting = outcomes.files.filter(({ state }) => state === 'expected').map(({ no }) => no);
  const senders = Array.from({ length: SENDERS }, async () => {
    for (let no = waiting.shift(); no !== undefined && !isOver(); no = waiting.shift()) {
      const sent = await host.put(`/import/${id}/${no}`, files[no]?.bytes ?? new Uint8Array());
      if (!sent.ok && sent.code !== 'HOST_GONE') throw new Error(`file ${no} was refused: ${sent.code}`);
    }
  });
  await Promise.all(senders);
  if (!isOver()) await host.call('import.finish', { import: id });
}

/** The report once nothing is open any more; null when the host ended before, or was to end. */
async function waitForEnd(
  host: WebHostProcess,
  id: string,
  isOver: () => boolean,
): Promise<ImportReport | null> {
  for (;;) {
    const answer = await host.call('import.report', { import: id, after: -1, limit: 1 });
    if (!answer.ok || isOver()) return null;
    const { report } = answer.value;
    if (report.open === 0 && report.state === 'done') return report;
    await wait(30);
  }
}

async function outcomesOf(
  host: WebHostProcess,
  id: string,
): Promise<{ report: ImportReport; files: FileOutcome[] } | null> {
  const answer = await host.call('import.report', { import: id, after: -1, limit: 5000 });
  return answer.ok ? answer.value : null;
}

async function checkAtTheEnd(folder: string, taken: Import): Promise<ImportReport> {
  const host = await startWebHostProcess(folder);
  const deadline = wait(END_DEADLINE_MS, null, { ref: false });
  let report: ImportReport;
  try {
    const ended = await Promise.race([
      send(host, taken, () => false).then(() => waitForEnd(host, taken.id, () => false)),
      deadline,
    ]);
    if (ended === null) throw new Error('the import did not come to its end');
    report = ended;
    await checkFiles(host, taken);
  } finally {
    await host.stop();
  }
  const vault = askCommand(['vault', 'verify', path.join(folder, 'vault')]);
  if (vault['valid'] !== true) throw new Error(`the vault is not valid: ${JSON.stringify(vault)}`);
  const journal = askCommand(['journal', 'verify', folder]);
  if (journal['ok'] !== true) throw new Error(`the journal is not sound: ${JSON.stringify(journal)}`);
  // Every batch of an ended import is sealed: whatever lies here still, nobody knows of.
  const orphans = readdirSync(path.join(folder, 'vault', 'staging'));
  if (orphans.length > 0) throw new Error(`left in staging: ${orphans.join(', ')}`);
  return report;
}

/** Every file became what it had to, and every stored one has one document and its own bytes. */
async function checkFiles(host: WebHostProcess, { id, files, units }: Import): Promise<void> {
  const outcomes = await outcomesOf(host, id);
  if (outcomes === null) throw new Error('no report');
  const { report } = outcomes;
  if (report.seen !== files.length || report.seen !== report.stored + report.known + report.refused) {
    throw new Error(`the report does not add up: ${JSON.stringify(report)}`);
  }
  const holders = await holdersOf(host);
  for (const [no, file] of files.entries()) {
    const outcome = outcomes.files[no];
    // Which of two equal files came first is a matter of luck.
    const isAsMeant = isIn(outcome) === (file.becomes !== 'refused') && outcome?.state !== 'expected';
    if (!isAsMeant) throw new Error(`${file.path} is ${JSON.stringify(outcome)}, not ${file.becomes}`);
    if (file.becomes === 'refused') continue;
    const sha256 = sha256Of(file);
    const wanted = file.bound === undefined ? 1 : undefined;
    if (holders.get(sha256) !== wanted)
      throw new Error(`${file.path} has ${holders.get(sha256) ?? 0} documents`);
    await checkFile(host, sha256);
  }
  const wanted = files.filter((file) => file.becomes === 'stored' && file.bound === undefined).length;
  if (holders.size !== wanted) throw new Error(`${holders.size} documents for ${wanted} files`);
  for (const unit of units) await checkLeaves(host, files, unit);
}

/** The sheaf of a unit has exactly the pages that its files bring, in the order of leaves. */
async function checkLeaves(host: WebHostProcess, files: readonly SetFile[], unit: string): Promise<void> {
  const answer = await host.call('record.pages', { parent: sheafIdOf(unit) });
  if (!answer.ok) throw new Error(`record.pages: ${answer.code}`);
  const pages = answer.value.states.map(viewOf).filter(({ deleted }) => !deleted);
  const found = pages
    .map(({ values }) => ({
      order: orderOf(values),
      page: `${leavesOf(values, 'leaf')?.written ?? 'no leaf'}: ${JSON.stringify(values['image'])}`,
    }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .map(({ page }) => page);
  const wanted = wantedPages(files, unit).map(
    ({ leaf, file, index }) => `${leaf}: ${JSON.stringify({ sha256: sha256Of(file), index })}`,
  );
  if (found.join('\n') !== wanted.join('\n'))
    throw new Error(`leaves of ${unit}:\n${found.join('\n')}\ninstead of\n${wanted.join('\n')}`);
}

function sha256Of({ bytes }: SetFile): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** How many documents hold each stored file. */
async function holdersOf(host: WebHostProcess): Promise<Map<string, number>> {
  const holders = new Map<string, number>();
  for (const state of await allStates(host)) {
    const view = viewOf(state);
    const file = view.values['file'] as { sha256?: string } | undefined;
    if (state.t !== 'document' || view.deleted || file?.sha256 === undefined) continue;
    holders.set(file.sha256, (holders.get(file.sha256) ?? 0) + 1);
  }
  return holders;
}

function isIn(outcome: FileOutcome | undefined): boolean {
  return outcome?.state === 'stored' || outcome?.state === 'known';
}
