/**
 * Kills the host, or the author alone, at random moments of a batch edit of thousands, of its writing and of its undo.
 * Afterwards the batch is there whole, or not at all and then offered with what was answered; single edits that others wrote
 * meanwhile are there; the journal follows from its ops; and one undo takes the batch back.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { inspectJournal } from '../../electron/services/journal/journal-file.ts';
import { verifyJournal } from '../../electron/services/journal/verify.ts';
import { sendStep } from '../../renderer/db/send-step.ts';
import { must } from '../../shared/must.ts';
import type { Result } from '../../shared/result.ts';
import type { HostClient } from '../../shared/rpc/host-client.ts';
import type { Change } from '../../shared/sync/change.ts';
import { setFields } from '../../shared/sync/edits.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';
import { startWebHostProcess, type WebHostProcess } from '../fixtures/web-host-process.ts';
import { demand, editAlone, fillWorld, pause, settleUnsure, viewsOf, type World } from './batch-world.ts';

export type BatchKills = {
  readonly kills: number;
  /** Batches that were whole after the kill, and that were only offered. */
  readonly whole: number;
  readonly offered: number;
  readonly undone: number;
  readonly lost: 0;
};

const FEWEST = 1000;
/** The first guess of how long the largest batch takes. */
const FIRST_LONGEST_MS = 4000;

/** Makes `runs` kills among `records` records; throws at the first loss, with the seed in its message. */
export async function killBatch(runs: number, seed: number, records = 20_000): Promise<BatchKills> {
  const folder = mkdtempSync(path.join(tmpdir(), 'qoima-batch-'));
  const world: World = {
    folder,
    model: await fillWorld(folder, records),
    alone: [],
    random: seededRandom(seed),
    longestMs: FIRST_LONGEST_MS,
  };
  const sum = { whole: 0, offered: 0, undone: 0 };
  try {
    for (let run = 0; run < runs; run++) {
      const found = await oneRun(world, `seed ${seed}, kill ${run}`);
      sum[found]++;
    }
    return { kills: runs, ...sum, lost: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function oneRun(world: World, name: string): Promise<'whole' | 'offered' | 'undone'> {
  const { folder, model, random } = world;
  const host = await startWebHostProcess(folder);
  const change = await makeBatch(host, world, name);
  const killsUndo = random.chance(0.25);
  const isAuthorOnly = !killsUndo && random.chance(0.3);

  // The author's line breaks with the host, or alone.
  let isOver = false;
  let sent = 0;
  const line = {
    call: (method: 'step.part', input: never) =>
      isOver ? Promise.resolve({ ok: false, code: 'HOST_GONE' }) : host.call(method, input),
  } as unknown as HostClient;
  const begun = performance.now();
  const writing = sendStep(line, change, {
    signal: new AbortController().signal,
    onSent: (edits) => (sent = edits),
  });
  const others = killsUndo ? undefined : editAlone(host, world, () => isOver);
  let undoing: Promise<unknown> | undefined;
  if (killsUndo) {
    const written = await writing;
    demand(written.ok, `${name}: ${JSON.stringify(written)}`);
    world.longestMs = Math.max(1000, (performance.now() - begun) * (model.size / change.edits.length));
    undoing = host.call('journal.undo', { id: newId() });
  }
  await pause(
    random.below(world.longestMs * (killsUndo ? 1.2 : 0.7) * (change.edits.length / model.size)) + 5,
  );
  isOver = true;
  if (!isAuthorOnly) host.kill();
  const [answer] = await Promise.all([writing, others, undoing, isAuthorOnly ? undefined : host.ended]);
  if (isAuthorOnly) await host.stop();

  verify(folder, name);
  const again = await startWebHostProcess(folder);
  try {
    return await judge(again, world, { name, change, answer, sent, killsUndo });
  } finally {
    await again.stop();
    verify(folder, name);
  }
}

async function makeBatch(host: WebHostProcess, { model, random }: World, name: string): Promise<Change> {
  const count = Math.min(model.size, FEWEST + random.below(Math.max(1, model.size - FEWEST)));
  const from = random.below(model.size - count + 1);
  const chosen = new Set([...model.keys()].slice(from, from + count));
  const title = `${name}, ${random.below(1e9)}`;
  const edits = [...(await viewsOf(host))]
    .filter(([id]) => chosen.has(id))
    .map(([, view]) => setFields(view, { 'title/kk': title }));
  return { id: newId(), command: 'record.batch', edits };
}

type Seen = {
  readonly name: string;
  readonly change: Change;
  readonly answer: Result<unknown, string>;
  /** Edits that were answered as safe. */
  readonly sent: number;
  readonly killsUndo: boolean;
};

async function judge(
  host: WebHostProcess,
  world: World,
  seen: Seen,
): Promise<'whole' | 'offered' | 'undone'> {
  const { name, change, answer, sent, killsUndo } = seen;
  const { random } = world;
  await settleUnsure(host, world);
  const written = await countWritten(host, world, change, name);
  demand(
    written === 0 || written === change.edits.length,
    `${name}: ${written} of ${change.edits.length} are there`,
  );
  const listed = await host.call('step.list', {});
  demand(listed.ok, `${name}: no list of steps`);
  const open = listed.value.steps.find(({ id }) => id === change.id);
  if (killsUndo && written === 0) return 'undone';
  if (answer.ok) demand(written > 0, `${name}: the batch was answered as safe and is gone`);
  if (written > 0) {
    demand(open === undefined, `${name}: it is written and still offered`);
    await undo(host, world, name);
    demand((await countWritten(host, world, change, name)) === 0, `${name}: undo left a part of it`);
    return 'whole';
  }

  const held = open?.held ?? 0;
  demand(held >= sent, `${name}: ${sent} edits were answered, ${held} are offered`);
  if (open !== undefined && random.chance(0.3)) {
    // A person throws it away.
    await host.call('step.discard', { step: change.id });
    demand((await countWritten(host, world, change, name)) === 0, `${name}: it was thrown away and is there`);
    return 'offered';
  }
  if (open !== undefined && random.chance(0.4)) {
    // A person takes what is there.
    const partly = await host.call('step.write', { step: change.id, partial: true });
    demand(partly.ok, `${name}: what is there was refused: ${JSON.stringify(partly)}`);
    demand((await countWritten(host, world, change, name)) === held, `${name}: not what was offered`);
  } else {
    // Its author sends it again.
    const quiet = { signal: new AbortController().signal, onSent: () => undefined };
    const resent = await sendStep(host as unknown as HostClient, change, quiet);
    demand(resent.ok, `${name}: it cannot be sent again: ${JSON.stringify(resent)}`);
    demand((await countWritten(host, world, change, name)) === change.edits.length, `${name}: not whole`);
  }
  await undo(host, world, name);
  demand((await countWritten(host, world, change, name)) === 0, `${name}: undo left a part of it`);
  return 'offered';
}

/** How many records show the batch's title; every other one must show what the model says. */
async function countWritten(
  host: WebHostProcess,
  { model }: World,
  change: Change,
  name: string,
): Promise<number> {
  const title = change.edits[0]?.f['title/kk'];
  const edited = new Set(change.edits.map(({ rec }) => rec));
  let count = 0;
  const views = await viewsOf(host);
  for (const [id, { kk, en }] of model) {
    const values = must(views.get(id), `record ${id}`).values;
    if (edited.has(id) && values['title/kk'] === title) count++;
    else
      demand(
        values['title/kk'] === kk,
        `${name}: ${id} shows ${JSON.stringify(values['title/kk'])}, not ${kk}`,
      );
    demand(values['title/en'] === en, `${name}: the single edit ${en} is lost`);
  }
  return count;
}

/** Takes the batch back, and before it the single edits that lie above it on the stack. */
async function undo(host: WebHostProcess, { model, alone }: World, name: string): Promise<void> {
  for (;;) {
    const head = await host.call('journal.head', {});
    const isBatch = head.ok && head.value.undoable.undo === 'record.batch';
    const undone = await host.call('journal.undo', { id: newId() });
    demand(undone.ok, `${name}: undo was refused: ${JSON.stringify(undone)}`);
    if (isBatch) return;
    const edit = must(alone.pop(), 'it is on the stack');
    must(model.get(edit.id), 'one of ours').en = edit.before;
  }
}

function verify(folder: string, name: string): void {
  const db = inspectJournal(path.join(folder, 'journal.db'));
  try {
    const { codes } = verifyJournal(db);
    demand(codes.length === 0, `${name}: the journal is not sound: ${codes.join()}`);
  } finally {
    db.close();
  }
}
