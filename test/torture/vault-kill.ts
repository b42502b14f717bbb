/**
 * Kills a process that brings files into a vault: at every named step, and at moments of chance. After each kill everything
 * that was answered as kept is found with its bytes, what was sealed is an object, and the whole vault is valid.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { hashFile } from '../../node/files/hash-file.ts';
import { STEPS } from '../../node/vault/step.ts';
import { openVault } from '../../node/vault/vault.ts';
import { verifyFolder } from '../../node/vault/verify-folder.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';
import type { Line } from './vault-kill-child.ts';

export type VaultKills = {
  readonly kills: number;
  /** Of these the ones at named steps. */
  readonly atSteps: number;
  readonly keptAnswers: number;
  readonly files: number;
  readonly objects: number;
};

type Heard = { readonly kept: string[]; readonly sealed: string[] };

const CHILD = fileURLToPath(new URL('vault-kill-child.ts', import.meta.url));
const THREAD = new URL('../../node/vault/vault-thread.ts', import.meta.url);
const MOST_ANSWERS_BEFORE_KILL = 30;
const LONGEST_WAIT_MS = 15;
const CHILD_DEADLINE_MS = 60_000;
const REBUILD_EVERY = 5;

/** Makes `runs` kills on one vault. @throws Error at the first loss; the seed and the number of the kill show it again */
export async function killVault(runs: number, seed: number): Promise<VaultKills> {
  const folder = mkdtempSync(join(tmpdir(), 'vault-kill-'));
  const archive = randomUUID();
  const random = seededRandom(seed);
  const everKept = new Set<string>();
  const sum = { kills: 0, atSteps: 0, keptAnswers: 0 };
  try {
    for (let run = 0; run < runs; run++) {
      // Every second kill is at a step, each step in its turn.
      const step = run % 2 === 0 ? `${STEPS[(run / 2) % STEPS.length]}:${1 + random.below(3)}` : '';
      const heard = await bringUntilKilled([folder, archive, String(random.below(1_000_000))], step, {
        answers: 1 + random.below(MOST_ANSWERS_BEFORE_KILL),
        waitMs: random.below(LONGEST_WAIT_MS),
      });
      for (const sha256 of heard.kept) everKept.add(sha256);
      sum.kills++;
      sum.keptAnswers += heard.kept.length;
      if (step !== '') sum.atSteps++;
      if (run % REBUILD_EVERY === 0) rmSync(join(folder, 'index.db'), { force: true });
      await check(folder, archive, everKept, heard, `seed ${seed}, kill ${run} ${step}`);
    }
    const { objects } = await verifyFolder(folder);
    return { ...sum, files: everKept.size, objects };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a child until it ends itself at its step, or until it has had so many answers and a moment more. */
async function bringUntilKilled(
  args: readonly string[],
  step: string,
  kill: { readonly answers: number; readonly waitMs: number },
): Promise<Heard> {
  const child = spawn(process.execPath, [CHILD, ...args], {
    env: { ...process.env, VAULT_KILL_AT: step },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const deadline = setTimeout(() => child.kill('SIGKILL'), CHILD_DEADLINE_MS);
  let complaints = '';
  child.stderr.on('data', (data: Buffer) => (complaints += data.toString()));
  const closed = new Promise<NodeJS.Signals | null>((resolve) => {
    child.on('close', (_code, signal) => resolve(signal));
  });
  const heard: Heard = { kept: [], sealed: [] };
  let answers = 0;
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as Line;
    if ('kept' in line) heard.kept.push(line.kept);
    if ('sealed' in line) heard.sealed.push(line.sealed);
    answers++;
    if (step === '' && answers === kill.answers) void sleep(kill.waitMs).then(() => child.kill('SIGKILL'));
  }
  const signal = await closed;
  clearTimeout(deadline);
  if (signal !== 'SIGKILL') throw new Error(`the child ended by itself: ${complaints}`);
  return heard;
}

async function check(
  folder: string,
  archive: string,
  kept: ReadonlySet<string>,
  heard: Heard,
  name: string,
): Promise<void> {
  const vault = await openVault({ folder, archive, thread: THREAD });
  try {
    for (const sha256 of kept) {
      const found = await vault.locate(sha256);
      if (found === null) throw new Error(`${name}: lost ${sha256}`);
      if ((await hashFile(found.path)).sha256 !== sha256) throw new Error(`${name}: changed ${sha256}`);
    }
    for (const batch of await vault.openBatches()) {
      if (heard.sealed.includes(`urn:uuid:${batch.id}`)) throw new Error(`${name}: not sealed ${batch.id}`);
      for (const { path, sha256 } of batch.received) {
        if ((await hashFile(path)).sha256 !== sha256) throw new Error(`${name}: part changed ${path}`);
      }
    }
  } finally {
    await vault.close();
  }
  const { valid, findings } = await verifyFolder(folder);
  if (!valid || findings.length > 0) throw new Error(`${name}: ${JSON.stringify(findings)}`);
}
