/**
 * Kills the host, or one of its children, at random moments while somebody edits and imports, and looks after each start
 * whether anything is missing that was shown as *safe* or *stored*. One data folder lives through all runs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import type { ImportReport } from '../../shared/rpc/contract-import.ts';
import { newRecord, setFields } from '../../shared/sync/edits.ts';
import type { RecordState } from '../../shared/sync/state.ts';
import { viewOf, type RecordView } from '../../shared/sync/view.ts';
import { makeScan } from '../fixtures/make-scan.ts';
import { seededRandom, type SeededRandom } from '../fixtures/seeded-random.ts';
import { startWebHostProcess, type WebHostProcess } from '../fixtures/web-host-process.ts';
import { allStates, askCommand, checkFile } from './host-checks.ts';

const UNITS = 12;
const FILES_PER_IMPORT = 6;
/** An import has to come to its end after the last start within this. */
const SETTLE_DEADLINE_MS = 120_000;

/** What a person was told, kept outside the host: the oracle. */
type Told = {
  /** The last title shown as safe, by unit. */
  readonly safe: Map<string, string>;
  /** A title sent whose answer never came: it may be there or not. */
  readonly unanswered: Map<string, Set<string>>;
  /** Digests of files reported as stored or known. */
  readonly stored: Set<string>;
  readonly imports: Map<string, readonly Uint8Array<ArrayBuffer>[]>;
  edits: number;
};

/** Makes `runs` kills; answers what was done. Throws, with seed and run, at the first loss. */
export async function killHost(runs: number, seed: number): Promise<object> {
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-kill-'));
  const random = seededRandom(seed);
  const told: Told = {
    safe: new Map(),
    unanswered: new Map(),
    stored: new Set(),
    imports: new Map(),
    edits: 0,
  };
  const kills = { host: 0, child: 0 };
  try {
    await prepare(folder, told);
    for (let run = 1; run <= runs; run += 1) {
      try {
        kills[await oneRun(folder, told, random)] += 1;
        await checkNothingMissing(folder, told);
      } catch (error) {
        throw new Error(`run ${run} of seed ${seed}`, { cause: error });
      }
    }
    const totals = await checkAtTheEnd(folder, told);
    rmSync(folder, { recursive: true });
    return { ...kills, safeEdits: told.edits, storedFiles: told.stored.size, ...totals, lost: 0 };
  } catch (error) {
    console.error(`the data folder is left at ${folder}`);
    throw error;
  }
}

async function withHost<T>(folder: string, use: (host: WebHostProcess) => Promise<T>): Promise<T> {
  const host = await startWebHostProcess(folder);
  try {
    return await use(host);
  } finally {
    await host.stop();
  }
}

async function prepare(folder: string, told: Told): Promise<void> {
  await withHost(folder, async (host) => {
    const fonds = newId();
    const inventory = newId();
    const units = Array.from({ length: UNITS }, () => newId());
    const made = await host.call('journal.commit', {
      id: newId(),
      command: 'record.create',
      edits: [
        newRecord(fonds, 'fonds', { parent: null, number: { prefix: 'Р', num: 5 } }),
        newRecord(inventory, 'inventory', { parent: fonds, number: { num: 1 } }),
        ...units.map((unit, at) =>
          newRecord(unit, 'unit', { parent: inventory, number: { num: at + 1 }, 'title/kk': 'іс 0' }),
        ),
      ],
    });
    if (!made.ok) throw new Error(`could not prepare: ${made.code}`);
    for (const unit of units) told.safe.set(unit, 'іс 0');
  });
}

/** Edits and imports until a random moment, then kills. */
async function oneRun(folder: string, told: Told, random: SeededRandom): Promise<'host' | 'child'> {
  const host = await startWebHostProcess(folder);
  const killsChild = random.chance(0.3);
  const moment = 20 + random.below(1800);
  let over = false;
  const work = Promise.all([
    edit(host, told, random, () => over),
    importFiles(host, told, random).then(() => watchImports(host, told, () => over)),
  ]);
  await wait(moment);
  let killed: 'host' | 'child' = 'host';
  if (killsChild && host.killChild()) {
    killed = 'child';
    await wait(300);
  }
  over = true;
  host.kill();
  await Promise.all([work, host.ended]);
  return killed;
}

async function edit(
  host: WebHostProcess,
  told: Told,
  random: SeededRandom,
  isOver: () => boolean,
): Promise<void> {
  const views = new Map<string, RecordView>();
  for (const state of await allStates(host)) views.set(state.id, viewOf(state));
  const units = [...told.safe.keys()];
  while (!isOver()) {
    const unit = random.pick(units);
    const view = views.get(unit);
    if (view === undefined) return; // the host died while it was asked
    const title = `іс ${told.edits}-${random.below(1e9)}`;
    const maybe = told.unanswered.get(unit) ?? new Set();
    told.unanswered.set(unit, maybe.add(title));
    const answer = await host.call('journal.commit', {
      id: newId(),
      command: 'record.rename',
      edits: [setFields(view, { 'title/kk': title })],
    });
    if (!answer.ok) {
      if (answer.code === 'HOST_GONE') return;
      throw new Error(`an edit was refused: ${answer.code}`);
    }
    for (const state of answer.value.states) views.set(state.id, viewOf(state));
    told.safe.set(unit, title);
    told.unanswered.delete(unit);
    told.edits += 1;
  }
}

async function importFiles(host: WebHostProcess, told: Told, random: SeededRandom): Promise<void> {
  const begun = await host.call('import.begin', { source: 'сканы', parent: null });
  if (!begun.ok) return;
  const id = begun.value.import;
  const files = await Promise.all(
    Array.from({ length: FILES_PER_IMPORT }, () => makeScan(`${id} ${random.below(1e9)}`)),
  );
  told.imports.set(id, files);
  await host.call('import.expect', {
    import: id,
    files: files.map((bytes, no) => ({ path: `сканы/${no}.png`, size: bytes.length })),
  });
  for (const [no, bytes] of files.entries()) {
    const sent = await host.put(`/import/${id}/${no}`, bytes);
    if (!sent.ok && sent.code === 'HOST_GONE') return;
    if (!sent.ok) throw new Error(`file ${no} was refused: ${sent.code}`);
  }
  await host.call('import.finish', { import: id });
}

/** Notes, as a screen would show, which files are reported as stored. */
async function watchImports(host: WebHostProcess, told: Told, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    for (const id of told.imports.keys()) await noteStored(host, told, id);
    await wait(50);
  }
}

async function noteStored(host: WebHostProcess, told: Told, id: string): Promise<ImportReport | null> {
  const answer = await host.call('import.report', { import: id, after: -1, limit: 100 });
  if (!answer.ok) return null;
  for (const file of answer.value.files) {
    if ((file.state === 'stored' || file.state === 'known') && file.sha256 !== undefined)
      told.stored.add(file.sha256);
  }
  return answer.value.report;
}

async function checkNothingMissing(folder: string, told: Told): Promise<void> {
  await withHost(folder, async (host) => {
    const states = await allStates(host);
    const shown = new Map(states.map((state) => [state.id, viewOf(state).values['title/kk']]));
    for (const [unit, title] of told.safe) {
      const value = shown.get(unit);
      const isUnanswered = typeof value === 'string' && told.unanswered.get(unit)?.has(value) === true;
      if (value !== title && !isUnanswered)
        throw new Error(`lost: ${unit} shows ${JSON.stringify(value)}, not ${title}`);
      if (isUnanswered) told.safe.set(unit, value);
      told.unanswered.delete(unit);
    }
    for (const sha256 of told.stored) await checkFile(host, sha256);
  });
}

/** Brings every import to its end as a person would, and counts: files in = documents out. */
async function checkAtTheEnd(
  folder: string,
  told: Told,
): Promise<{ imports: number; documents: number; ops: number }> {
  const documents = await withHost(folder, async (host) => {
    for (const [id, files] of told.imports) await finish(host, told, id, files);
    const states = await allStates(host);
    const digests = states.filter((state) => state.t === 'document').map(digestOf);
    for (const sha256 of told.stored) {
      const holders = digests.filter((digest) => digest === sha256).length;
      if (holders !== 1) throw new Error(`the file ${sha256} has ${holders} documents`);
      await checkFile(host, sha256);
    }
    if (digests.length !== told.stored.size) {
      throw new Error(`${digests.length} documents for ${told.stored.size} stored files`);
    }
    return digests.length;
  });
  const vault = askCommand(['vault', 'verify', path.join(folder, 'vault')]);
  if (vault['valid'] !== true) throw new Error(`the vault is not valid: ${JSON.stringify(vault)}`);
  const journal = askCommand(['journal', 'verify', folder]);
  if (journal['ok'] !== true)
    throw new Error(`the journal does not follow from its ops: ${JSON.stringify(journal)}`);
  return { imports: told.imports.size, documents, ops: Number(journal['ops']) };
}

async function finish(
  host: WebHostProcess,
  told: Told,
  id: string,
  files: readonly Uint8Array<ArrayBuffer>[],
): Promise<void> {
  const open = await host.call('import.report', { import: id, after: -1, limit: 100 });
  if (!open.ok) throw new Error(`no report of ${id}: ${open.code}`);
  for (const file of open.value.files) {
    if (file.state !== 'expected') continue;
    const sent = await host.put(`/import/${id}/${file.no}`, files[file.no] ?? new Uint8Array());
    if (!sent.ok) throw new Error(`file ${file.no} of ${id} was refused: ${sent.code}`);
  }
  await host.call('import.finish', { import: id });
  const deadline = Date.now() + SETTLE_DEADLINE_MS;
  for (;;) {
    const report = await noteStored(host, told, id);
    if (report !== null && report.open === 0 && report.state === 'done') {
      const { seen, stored, known, refused } = report;
      if (seen !== stored + known + refused)
        throw new Error(`the report does not add up: ${JSON.stringify(report)}`);
      if (refused !== 0) throw new Error(`sound files were refused: ${JSON.stringify(report)}`);
      return;
    }
    if (Date.now() > deadline) throw new Error(`the import did not end: ${JSON.stringify(report)}`);
    await wait(50);
  }
}

function digestOf(state: RecordState): string | undefined {
  const file = viewOf(state).values['file'] as { sha256?: string } | undefined;
  return file?.sha256;
}
