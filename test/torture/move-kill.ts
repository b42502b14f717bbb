/**
 * Kills moves of a data folder at every named step and at moments of chance, again and again on the same pair of folders,
 * while the station goes on working between two kills wherever its data is. After each kill exactly one of both folders
 * opens; it has every record, every op and every scan; the other says why it does not.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { settleMove } from '../../electron/services/data-folder.ts';
import { takeLock } from '../../electron/services/lock.ts';
import { MOVE_STEPS } from '../../electron/services/move-data/move-data.ts';
import { verifyFolder } from '../../node/vault/verify-folder.ts';
import { TroubleError } from '../../shared/result.ts';
import { filesOf, openStation, rowsOf } from '../fixtures/backup-station.ts';
import { seededRandom, type SeededRandom } from '../fixtures/seeded-random.ts';
import { runUntilKilled } from './run-until-killed.ts';

export type MoveKills = {
  readonly kills: number;
  /** Runs that ended before their kill came. */
  readonly survived: number;
  /** How often the data was in the new place afterwards. */
  readonly moved: number;
};

const CHILD = fileURLToPath(new URL('move-kill-child.ts', import.meta.url));
const LONGEST_WAIT_MS = 200;
const CHILD_DEADLINE_MS = 60_000;
const STEPS = [...MOVE_STEPS, 'file copied:2', 'object placed', 'object placed:2', ''] as const;

/** Makes `runs` kills. @throws Error at the first loss; the seed and the number of the kill show it again */
export async function killMove(runs: number, seed: number): Promise<MoveKills> {
  const top = mkdtempSync(join(tmpdir(), 'move-kill-'));
  const random = seededRandom(seed);
  const sum = { kills: 0, survived: 0, moved: 0 };
  let [here, there] = [join(top, 'a0'), join(top, 'a1')];
  await workIn(here, random, 'first');
  try {
    for (let run = 0; run < runs; run++) {
      const name = `seed ${seed}, kill ${run}`;
      await workIn(here, random, String(run));
      const before = pictureOf(here);
      const wasKilled = await runUntilKilled({
        child: CHILD,
        args: [here, there],
        at: { MOVE_KILL_AT: STEPS[run % STEPS.length] ?? '' },
        waitMs: random.below(LONGEST_WAIT_MS),
        deadlineMs: CHILD_DEADLINE_MS,
      });
      if (wasKilled) sum.kills++;
      else sum.survived++;
      const [old, fresh] = [refusalOf(here), existsSync(there) ? refusalOf(there) : 'none yet'];
      const isMoved = old === 'DATA_FOLDER_MOVED';
      if (
        isMoved ? fresh !== null : old !== null || !['DATA_FOLDER_MOVING', 'none yet', null].includes(fresh)
      )
        throw new Error(`${name}: the old folder says ${old}, the new one ${fresh}`);
      // An empty folder that bears no mark yet is the one place that would let itself be opened.
      if (!isMoved && fresh === null && existsSync(join(there, 'vault')))
        throw new Error(`${name}: both folders open`);
      const now = isMoved ? there : here;
      if (pictureOf(now) !== before) throw new Error(`${name}: something was lost`);
      const { valid, findings } = await verifyFolder(join(now, 'vault'));
      if (!valid) throw new Error(`${name}: ${JSON.stringify(findings)}`);
      if (!isMoved) continue;
      settleMove(there);
      sum.moved++;
      rmSync(here, { recursive: true });
      [here, there] = [there, join(top, `a${run + 2}`)];
    }
    return sum;
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}

function pictureOf(folder: string): string {
  return JSON.stringify([
    rowsOf(folder),
    filesOf(join(folder, 'vault/ocfl')),
    filesOf(join(folder, 'vault/staging')),
  ]);
}

/** Why a folder does not open; null when it does. */
function refusalOf(folder: string): string | null {
  try {
    takeLock(folder, { host: 'cli', address: null, since: new Date().toISOString() }).release();
    return null;
  } catch (error) {
    return error instanceof TroubleError ? error.code : String(error);
  }
}

async function workIn(folder: string, random: SeededRandom, name: string): Promise<void> {
  const station = await openStation(folder);
  try {
    const texts = Array.from(
      { length: 1 + random.below(3) },
      (_, i) => `${name} ${i} ${'қ'.repeat(random.below(9000))}`,
    );
    await station.bringIn(texts, { open: random.chance(0.3) });
  } finally {
    await station.close();
  }
}
