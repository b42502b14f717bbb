/**
 * Kills backups at every named step and at moments of chance, and restores too, of a station that goes on working between
 * them. After each kill the last backup that was ever complete can be restored and equals its manifest; a restore that was
 * cut off is never taken for an archive.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeBackup } from '../../electron/services/backup/make-backup.ts';
import { restoreBackup } from '../../electron/services/backup/restore-backup.ts';
import { BACKUP_STEPS } from '../../node/backup/backup-step.ts';
import { readManifest } from '../../node/backup/backup-manifest.ts';
import { verifyFolder } from '../../node/vault/verify-folder.ts';
import { TroubleError } from '../../shared/result.ts';
import { openStation, rowsOf } from '../fixtures/backup-station.ts';
import { seededRandom, type SeededRandom } from '../fixtures/seeded-random.ts';
import { runUntilKilled } from './run-until-killed.ts';

export type BackupKills = {
  readonly kills: number;
  /** Of these the ones at named steps, and those of restores. */
  readonly atSteps: number;
  readonly ofRestores: number;
  /** Runs that ended before their kill came. */
  readonly survived: number;
  readonly restored: number;
  readonly objects: number;
  readonly files: number;
};

const CHILD = fileURLToPath(new URL('backup-kill-child.ts', import.meta.url));
const LONGEST_WAIT_MS = 250;
const CHILD_DEADLINE_MS = 60_000;
/** After so many kills a backup is let through and compared with the station row by row. */
const WHOLE_EVERY = 6;
/** Of a station that grows for ever only the end would be tested. */
const FRESH_EVERY = 60;

/** Makes `runs` kills. @throws Error at the first loss; the seed and the number of the kill show it again */
export async function killBackup(runs: number, seed: number): Promise<BackupKills> {
  const folder = mkdtempSync(join(tmpdir(), 'backup-kill-'));
  const random = seededRandom(seed);
  const sum = { kills: 0, atSteps: 0, ofRestores: 0, survived: 0, restored: 0, objects: 0, files: 0 };
  const place = (name: string) => join(folder, name);
  try {
    for (let run = 0; run < runs; run++) {
      const name = `seed ${seed}, kill ${run}`;
      if (run % FRESH_EVERY === 0)
        for (const old of ['data', 'target']) rmSync(place(old), { recursive: true, force: true });
      await workOn(place('data'), random, run);
      const isRestore = run % 5 === 4 && (await readManifest(place('target'))) !== null;
      const step = !isRestore && run % 2 === 0 ? stepOf(run / 2, random) : '';
      const args = isRestore
        ? ['restore', place('target'), place('cut')]
        : ['backup', place('data'), place('target')];
      const wasKilled = await runUntilKilled({
        child: CHILD,
        args,
        at: { BACKUP_KILL_AT: step },
        waitMs: random.below(LONGEST_WAIT_MS),
        deadlineMs: CHILD_DEADLINE_MS,
      });
      if (!wasKilled) sum.survived++;
      else {
        sum.kills++;
        if (step !== '') sum.atSteps++;
        if (isRestore) sum.ofRestores++;
      }
      if (isRestore) await checkCut(place('cut'), name);
      const isWhole = run % WHOLE_EVERY === WHOLE_EVERY - 1 || run === runs - 1;
      if (isWhole)
        await makeBackup({ dataFolder: place('data'), target: place('target'), program: 'torture' });
      const counts = await checkTarget(place, isWhole, name);
      if (counts !== null) Object.assign(sum, counts, { restored: sum.restored + 1 });
    }
    return sum;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Steps that come once in a backup are met at once, the others at their first, second or third time. */
function stepOf(turn: number, random: SeededRandom): string {
  const step = BACKUP_STEPS[turn % BACKUP_STEPS.length] ?? '';
  const isRepeated = step === 'blob placed' || step === 'file copied';
  return `${step}:${isRepeated ? 1 + random.below(3) : 1}`;
}

/** The station works: files come in, some batches stay open and are sealed later. */
async function workOn(folder: string, random: SeededRandom, run: number): Promise<void> {
  const station = await openStation(folder);
  try {
    for (const { id } of await station.vault.openBatches())
      if (random.chance(0.5)) await station.vault.seal(id);
    const texts = Array.from({ length: 1 + random.below(4) }, (_, i) =>
      random.chance(0.2) ? 'the same' : `${run} ${i} ${'қ'.repeat(random.below(60_000))}`,
    );
    await station.bringIn(texts, { open: random.chance(0.5) });
  } finally {
    await station.close();
  }
}

/** What a restore has left is whole, or no place to begin an archive in, or nothing. */
async function checkCut(folder: string, name: string): Promise<void> {
  const isWhole = existsSync(join(folder, 'journal.db'));
  const hasBegun = existsSync(join(folder, 'journal.db.new')) || existsSync(join(folder, 'vault'));
  if (hasBegun) {
    // Looked at before: a station that begins here makes the file itself.
    const isEmpty = !existsSync(join(folder, 'vault', 'vault.json'));
    const code = await openStation(folder).then(
      (station) => station.close().then(() => 'none'),
      (error: unknown) => (error instanceof TroubleError ? error.code : String(error)),
    );
    if (!isEmpty && code !== (isWhole ? 'none' : 'JOURNAL_MISSING'))
      throw new Error(`${name}: a cut restore opens as ${code}`);
  }
  rmSync(folder, { recursive: true, force: true });
}

async function checkTarget(
  place: (name: string) => string,
  isWhole: boolean,
  name: string,
): Promise<{ objects: number; files: number } | null> {
  if (!existsSync(place('target')) || (await readManifest(place('target'))) === null) return null;
  const report = await restoreBackup({ source: place('target'), folder: place('restored') });
  // A first backup that is cut between its copy in the history and `backup.json` is whole, and restored from that copy.
  if (!report.isEqual || report.damaged.length > 0)
    throw new Error(`${name}: ${JSON.stringify(report.damaged)}`);
  const { valid, findings } = await verifyFolder(join(place('restored'), 'vault'));
  if (!valid) throw new Error(`${name}: ${JSON.stringify(findings)}`);
  if (isWhole && JSON.stringify(rowsOf(place('restored'))) !== JSON.stringify(rowsOf(place('data'))))
    throw new Error(`${name}: the restored rows are not those of the station`);
  rmSync(place('restored'), { recursive: true, force: true });
  const { objects, files } = report;
  return { objects, files };
}
