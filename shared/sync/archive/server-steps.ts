/** Long steps at the server: its states never show half of one. The same rule as at stations, in sets. */
import { must } from '../../must.ts';
import type { RecordId, ReplicaId } from '../op.ts';
import { readOp, transactionsOf, type ReadOp } from '../read-op.ts';
import type { Decode } from '../station/station-deps.ts';
import { createStepCheck } from '../station/steps.ts';
import { applyOps } from './apply-ops.ts';
import type { ArchiveWrite, OpKey, ServerOp } from './archive-store.ts';

/** So many ops are read and applied at once. */
const CHUNK = 2000;

/** Applies the step that the op with this number belongs to, if all of it is here and known. */
export async function settleServerStep(
  tx: ArchiveWrite,
  { replica, seq }: OpKey,
  decode: Decode,
): Promise<void> {
  const [middle] = await readOps(tx, replica, seq, seq, decode);
  const step = middle?.op.st?.[0];
  if (step === undefined) return;
  const check = createStepCheck();
  const waiting: number[] = [];
  const take = ({ row, op }: Read): boolean => {
    if (row.status === 'withheld' || (row.status === 'held' && op.known === null)) return false;
    check.add(op);
    if (row.status === 'held') waiting.push(row.seq);
    return true;
  };
  for await (const read of stepOps(tx, replica, seq, step, decode)) if (!take(read)) return;
  if (!check.isWhole()) return;
  waiting.sort((a, b) => a - b);
  for (let i = 0; i < waiting.length; i += CHUNK) {
    const part = waiting.slice(i, i + CHUNK);
    const [from, to] = [must(part[0], 'a first number'), must(part.at(-1), 'a last number')];
    const wanted = new Set(part);
    const ops = (await readOps(tx, replica, from, to, decode)).filter(({ row }) => wanted.has(row.seq));
    await applyOps(
      tx,
      ops.map(({ op }) => must(op.known, 'an op that was just known')),
    );
    await tx.setStatus(
      part.map((at) => ({ replica, seq: at })),
      'applied',
    );
  }
}

/** Applies what an older program of the server had to leave waiting. */
export async function settleServerHeld(tx: ArchiveWrite, decode: Decode): Promise<number> {
  let count = 0;
  let after: OpKey | null = null;
  /** Transactions may lie across two chunks: the last one of a chunk waits for the next. */
  let left: Read[] = [];
  for (;;) {
    const rows: ServerOp[] = await tx.held(null, after, CHUNK);
    const reads = [...left, ...toReads(rows, decode)];
    const groups = groupReads(reads);
    left = rows.length === 0 ? [] : (groups.pop() ?? []);
    for (const group of groups) count += await settleGroup(tx, group, decode);
    const last = rows.at(-1);
    if (last === undefined) return count;
    after = { replica: last.replica, seq: last.seq };
  }
}

async function settleGroup(tx: ArchiveWrite, group: readonly Read[], decode: Decode): Promise<number> {
  const [first] = group;
  if (first === undefined || group.some(({ op }) => op.known === null)) return 0;
  const key = { replica: first.row.replica, seq: first.row.seq };
  if (first.op.st !== undefined) {
    // Each transaction of a step asks for the whole of it; only the first finds it waiting.
    const [present] = await tx.opFacts([key]);
    if (present?.status === 'held') await settleServerStep(tx, key, decode);
    return group.length;
  }
  await applyOps(
    tx,
    group.map(({ op }) => must(op.known, 'known')),
  );
  await tx.setStatus(
    group.map(({ row }) => ({ replica: row.replica, seq: row.seq })),
    'applied',
  );
  return group.length;
}

function groupReads(reads: readonly Read[]): Read[][] {
  const byOp = new Map(reads.map((read) => [read.op, read]));
  return [...transactionsOf(reads.map(({ op }) => op))].map((group) =>
    group.map((op) => must(byOp.get(op), 'an op that was grouped')),
  );
}

function toReads(rows: readonly ServerOp[], decode: Decode): Read[] {
  return rows.flatMap((row) => {
    const op = row.text === null ? null : readOp(row.text, decode);
    return op === null ? [] : [{ row, op }];
  });
}

type Read = { readonly row: ServerOp; readonly op: ReadOp };

/** A step's ops are one run of numbers around any of them. */
async function* stepOps(
  tx: ArchiveWrite,
  replica: ReplicaId,
  seq: number,
  step: RecordId,
  decode: Decode,
): AsyncGenerator<Read> {
  for (let to = seq; to > 0; to -= CHUNK) {
    const part = await readOps(tx, replica, Math.max(1, to - CHUNK + 1), to, decode);
    const before = part.toReversed();
    const end = before.findIndex(({ op }) => op.st?.[0] !== step);
    yield* end < 0 ? before : before.slice(0, end);
    if (end >= 0 || part.length < Math.min(CHUNK, to)) break;
  }
  for (let from = seq + 1; ; from += CHUNK) {
    const part = await readOps(tx, replica, from, from + CHUNK - 1, decode);
    const end = part.findIndex(({ op }) => op.st?.[0] !== step);
    yield* end < 0 ? part : part.slice(0, end);
    if (end >= 0 || part.length < CHUNK) break;
  }
}

/** Ops from `from` to `to` that can be read; one without its text ends a step anyway, so it is left out. */
async function readOps(
  tx: ArchiveWrite,
  replica: ReplicaId,
  from: number,
  to: number,
  decode: Decode,
): Promise<Read[]> {
  const rows = await tx.ops({ replica, from, to }, to - from + 1);
  return toReads(rows, decode);
}
