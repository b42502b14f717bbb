/** Withheld work: shown to people, and let in or left by them. */
import { opId, readOpId } from '../op-id.ts';
import type { OpId } from '../op.ts';
import type { KnownOp } from '../op-bytes.ts';
import { readOp, type ReadOp } from '../read-op.ts';
import type { AttentionAnswer, AttentionAsk, DecideAnswer, DecideAsk } from '../wire/messages.ts';
import { appendLog, type NewEntry } from './append-log.ts';
import { applyOps } from './apply-ops.ts';
import type { ArchiveRead, ArchiveWrite, OpKey, ServerOp } from './archive-store.ts';
import type { Caller, ServiceTools } from './service-deps.ts';
import { settleServerStep } from './server-steps.ts';

/** The withheld ops after one of them. */
export async function readAttention(tx: ArchiveRead, ask: AttentionAsk): Promise<AttentionAnswer> {
  const after = ask.after === null ? null : readOpId(ask.after);
  const rows = await tx.withheld(after, ask.limit + 1, ask.decided);
  const ops: AttentionAnswer['ops'] = [];
  for (const { replica, seq, code, device, at, decidedBy } of rows.slice(0, ask.limit)) {
    const [op] = await tx.ops({ replica, from: seq, to: seq }, 1);
    if (op === undefined) continue;
    ops.push({ id: opId(replica, seq), rec: op.rec, code, op: op.text, device, at, decidedBy });
  }
  return { ops, more: rows.length > ask.limit };
}

/** A person's decision. Accepted ops come into the log once more, with new numbers, and into the states. */
export async function decide(
  tx: ArchiveWrite,
  tools: ServiceTools,
  { ids, decision }: DecideAsk,
  caller: Caller,
): Promise<DecideAnswer> {
  const groups = await wholeGroups(tx, tools, ids);
  const keys = groups.flat().map(({ row }) => ({ replica: row.replica, seq: row.seq }));
  const ops = keys.length;
  if (ops === 0) return { ops, head: (await tx.facts()).head };
  if (decision === 'leave') {
    await tx.decideWithheld(keys, caller.person);
    return { ops, head: (await tx.facts()).head };
  }
  await tx.decideWithheld(keys, null);
  return { ops, head: await accept(tx, tools, groups) };
}

type Found = { readonly row: ServerOp; readonly op: ReadOp };

async function accept(
  tx: ArchiveWrite,
  tools: ServiceTools,
  groups: readonly (readonly Found[])[],
): Promise<number> {
  const entries: NewEntry[] = [];
  const applied: KnownOp[] = [];
  const steps: OpKey[] = [];
  for (const group of groups) {
    const waits = group.some(({ op }) => op.known === null || op.st !== undefined);
    for (const [i, { row, op }] of group.entries()) {
      const { replica, seq, hash } = row;
      entries.push({ kind: 'accepted', replica, seq, hash, rest: group.length - 1 - i });
      if (!waits && op.known !== null) applied.push(op.known);
      if (i === 0 && op.st !== undefined) steps.push({ replica, seq });
    }
    await tx.setStatus(
      group.map(({ row }) => ({ replica: row.replica, seq: row.seq })),
      waits ? 'held' : 'applied',
    );
  }
  const head = await appendLog(tx, tools.hash, entries);
  await applyOps(tx, applied);
  for (const step of steps) await settleServerStep(tx, step, tools.decode);
  return head;
}

/** The withheld transactions that these ops belong to, each once; one whose bytes nobody has brought cannot be decided. */
async function wholeGroups(tx: ArchiveRead, tools: ServiceTools, ids: readonly OpId[]): Promise<Found[][]> {
  const seen = new Set<OpId>();
  const groups: Found[][] = [];
  for (const id of ids) {
    if (seen.has(id)) continue;
    const { replica, seq } = readOpId(id);
    const [middle] = await find(tx, tools, replica, seq, seq);
    if (middle === undefined) continue;
    const [, index, count] = middle.op.x ?? ['', 0, 1];
    const first = seq - index;
    const group = await find(tx, tools, replica, first, first + count - 1);
    for (const { row } of group) seen.add(opId(replica, row.seq));
    if (group.length === count && group.every(({ row }) => row.status === 'withheld')) groups.push(group);
  }
  return groups;
}

async function find(
  tx: ArchiveRead,
  tools: ServiceTools,
  replica: string,
  from: number,
  to: number,
): Promise<Found[]> {
  const rows = await tx.ops({ replica, from, to }, to - from + 1);
  return rows.flatMap((row) => {
    const op = row.text === null ? null : readOp(row.text, tools.decode);
    return op === null ? [] : [{ row, op }];
  });
}
