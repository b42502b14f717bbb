/**
 * Taking ops in. A push is one transaction, answered when it is on the disk. Each replica's ops are taken without a hole and
 * once; the same again is nothing. A segment that does not follow, or cannot be read, is refused and the others go on; but
 * where two machines have written under the same numbers nothing of the push is taken: what else is in it may name them.
 */
import { must } from '../../must.ts';
import { opId } from '../op-id.ts';
import type { RecordId, ReplicaId } from '../op.ts';
import type { KnownOp } from '../op-bytes.ts';
import type { ReadOp } from '../read-op.ts';
import type { PushAnswer, PushAsk, Segment, SegmentProblem } from '../wire/messages.ts';
import { appendLog, type NewEntry } from './append-log.ts';
import { applyOps } from './apply-ops.ts';
import {
  NO_RECORD,
  type ArchiveWrite,
  type OpKey,
  type ServerOp,
  type ServerPlace,
  type WithheldRow,
} from './archive-store.ts';
import { chainOf, meetingPoint, readNew, type NewItem } from './check-segment.ts';
import { checkSeal, type Sealed } from './check-seal.ts';
import { fillLacking, type Link } from './fill-lacking.ts';
import { mayBringOthers, WITHHELD_BEFORE } from './judge.ts';
import { LOG_START } from './log-hash.ts';
import type { Caller, Membership, ServiceTools } from './service-deps.ts';
import { settleServerStep } from './server-steps.ts';

type Result = { seq: number; problem?: SegmentProblem; at?: number };

/** What a push adds, gathered before anything is written. */
type Intake = {
  readonly places: Map<ReplicaId, ServerPlace>;
  readonly ops: ServerOp[];
  readonly entries: NewEntry[];
  readonly withheld: WithheldRow[];
  readonly applied: KnownOp[];
  /** The last op of each step that may be whole now. */
  readonly steps: OpKey[];
  readonly seals: NonNullable<Segment['seal']>[];
};

/** Takes a push in, within a transaction of its own. */
export async function takePush(
  tx: ArchiveWrite,
  tools: ServiceTools,
  { segments }: PushAsk,
  caller: Caller,
  membership: Membership,
): Promise<PushAnswer> {
  const { archive, head } = await tx.facts();
  const links = segments.map((segment): Link => ({ segment, hashes: chainOf(segment, tools.hash) }));
  const stored = await tx.places([...new Set(segments.map(({ replica }) => replica))]);
  const intake: Intake = {
    places: new Map(stored.map((place) => [place.replica, place])),
    ops: [],
    entries: [],
    withheld: [],
    applied: [],
    steps: [],
    seals: [],
  };
  const results = new Map<ReplicaId, Result>();
  for (const { replica } of segments) results.set(replica, { seq: reached(intake, replica) });
  const sound = links.filter(isUndamaged);
  for (const { segment } of links) {
    if (!sound.some((link) => link.segment === segment)) refuse(results, segment);
  }
  const forks = await findForks(tx, sound, intake.places);
  if (forks.length > 0) {
    for (const result of results.values()) result.problem = 'SAY_HELLO';
    for (const { replica, seq } of forks) {
      results.set(replica, { seq: reached(intake, replica), problem: 'REPLICA_FORKED', at: seq });
    }
    return { head, results: toResults(results), withheld: [] };
  }
  await fillLacking(tx, tools, sound, intake.places);
  const takeOne = createIntake(intake, tools, { archive, caller, membership });
  for (const link of sound) {
    const result = results.get(link.segment.replica);
    if (result !== undefined && result.problem === undefined) Object.assign(result, takeOne(link));
  }
  const after = await write(tx, tools, intake);
  const withheld = intake.withheld.map(({ replica, seq, code }) => ({ id: opId(replica, seq), code }));
  return { head: after, results: toResults(results), withheld };
}

/** Whether the items are what the sender sent. */
function isUndamaged({ segment, hashes }: Link): boolean {
  return segment.end === undefined || segment.end === hashes.at(-1);
}

function refuse(results: Map<ReplicaId, Result>, { replica, after }: Segment): void {
  results.set(replica, { seq: results.get(replica)?.seq ?? 0, problem: 'OP_MALFORMED', at: after + 1 });
}

type Context = { readonly archive: RecordId; readonly caller: Caller; readonly membership: Membership };

/** Gathers what segments bring, one after the other. */
function createIntake(intake: Intake, tools: ServiceTools, context: Context): (link: Link) => Result {
  return ({ segment, hashes }) => {
    const seq = reached(intake, segment.replica);
    if (segment.after > seq) return { seq, problem: 'GAP' };
    // A replica's second segment in a push has to continue what the first one brought.
    const [theirs, ours] = [
      hashes[seq - segment.after],
      intake.places.get(segment.replica)?.hash ?? LOG_START,
    ];
    if (theirs !== undefined && theirs !== ours) return { seq, problem: 'REPLICA_FORKED', at: seq };
    const read = readNew(segment, hashes, seq, context.archive, tools.decode);
    if (!read.ok) return { seq, problem: read.problem, at: read.at };
    const sealed = checkSeal(segment, hashes, context.archive, context.membership, tools.verify);
    const device = intake.places.get(segment.replica)?.device ?? null;
    const passing = read.groups.findIndex((group) => !mayPass(group, sealed, device, context));
    const groups = passing < 0 ? read.groups : read.groups.slice(0, passing);
    for (const group of groups) gather(intake, tools, { segment, group, sealed, context });
    const now = reached(intake, segment.replica);
    keepSeal(intake, sealed, now);
    return passing < 0 ? { seq: now } : { seq: now, problem: 'GAP', at: now + 1 };
  };
}

/** A seal is kept when the chain has come to its place. */
function keepSeal(intake: Intake, sealed: Sealed | null, now: number): void {
  const seal = sealed?.seal ?? null;
  if (seal !== null && seal.seq <= now) intake.seals.push(seal);
}

function reached(intake: Intake, replica: ReplicaId): number {
  return intake.places.get(replica)?.seq ?? 0;
}

/** Segments whose chain is another one than ours where both have come to. */
async function findForks(
  tx: ArchiveWrite,
  links: readonly Link[],
  places: ReadonlyMap<ReplicaId, ServerPlace>,
): Promise<OpKey[]> {
  const met = links.flatMap((link) => {
    const at = meetingPoint(link.segment, places.get(link.segment.replica) ?? null);
    return at === null || at.seq === 0 ? [] : [{ at, theirs: link.hashes[at.seq - link.segment.after] }];
  });
  const ends = (at: OpKey): string | null => {
    const place = places.get(at.replica);
    return place?.seq === at.seq ? place.hash : null;
  };
  const asked = met.filter(({ at }) => ends(at) === null).map(({ at }) => at);
  const facts = asked.length === 0 ? [] : await tx.opFacts(asked);
  const hashes = new Map(facts.map(({ replica, seq, hash }) => [opId(replica, seq), hash]));
  return met
    .filter(({ at, theirs }) => (ends(at) ?? hashes.get(opId(at.replica, at.seq))) !== theirs)
    .map(({ at }) => at);
}

type Group = {
  readonly segment: Segment;
  readonly group: readonly NewItem[];
  readonly sealed: Sealed | null;
  readonly context: Context;
};

/**
 * Bytes can be looked at; a bare hash is only somebody's word that there were some. A wrong one would shut the author out of its
 * own numbers, so it takes the author's word, or a time in which others are believed about lost work.
 */
function mayPass(
  group: readonly NewItem[],
  sealed: Sealed | null,
  device: string | null,
  { caller, membership }: Context,
): boolean {
  const bare = group.findLast(({ op }) => op === null);
  if (bare === undefined || authorOf(sealed, bare.seq) !== null) return true;
  return caller.device === device || mayBringOthers(caller, membership);
}

function gather(intake: Intake, tools: ServiceTools, { segment, group, sealed, context }: Group): void {
  const { replica } = segment;
  const last = must(group.at(-1), 'a transaction has an op');
  const ops = group.flatMap(({ op }) => (op === null ? [] : [op]));
  const { caller, membership } = context;
  const author = authorOf(sealed, last.seq);
  const code = ops.length === 0 ? WITHHELD_BEFORE : tools.judge({ ops, caller, author }, membership);
  const status = code !== null ? 'withheld' : statusOf(ops);
  const kind = code === null ? 'op' : 'withheld';
  for (const [i, { seq, hash, op }] of group.entries()) {
    const item = segment.items[seq - segment.after - 1];
    const text = typeof item === 'string' ? item : null;
    intake.ops.push({ replica, seq, rec: op?.rec ?? NO_RECORD, status, hash, text });
    intake.entries.push({ kind, replica, seq, hash, rest: group.length - 1 - i });
  }
  if (code !== null) {
    const [device, at] = [author ?? caller.device, new Date(tools.now()).toISOString()];
    for (const { seq } of group) intake.withheld.push({ replica, seq, code, device, at, decidedBy: null });
  }
  if (status === 'applied') addKnown(intake.applied, ops);
  if (status === 'held') intake.steps.push(...stepEndedBy(replica, ops));
  const before = intake.places.get(replica) ?? { device: null, durable: 0 };
  const { seq, hash } = last;
  intake.places.set(replica, {
    replica,
    seq,
    hash,
    device: before.device ?? author,
    durable: before.durable,
  });
}

/** The device that answers for the ops up to this number. */
function authorOf(sealed: Sealed | null, seq: number): string | null {
  return sealed !== null && sealed.upTo >= seq ? sealed.device : null;
}

/** The step that these ops may have finished. */
function stepEndedBy(replica: ReplicaId, ops: readonly ReadOp[]): OpKey[] {
  const end = ops.find((op) => op.st?.[2] === true);
  return end === undefined ? [] : [{ replica, seq: end.seq }];
}

/** A transaction with an op that this program does not know waits as a whole; a step's waits for the rest of the step. */
function statusOf(ops: readonly ReadOp[]): 'applied' | 'held' {
  return ops.some((op) => op.known === null || op.st !== undefined) ? 'held' : 'applied';
}

function addKnown(known: KnownOp[], ops: readonly ReadOp[]): void {
  for (const op of ops) if (op.known !== null) known.push(op.known);
}

async function write(tx: ArchiveWrite, tools: ServiceTools, intake: Intake): Promise<number> {
  if (intake.ops.length > 0) {
    const touched = new Set(intake.ops.map(({ replica }) => replica));
    await tx.savePlaces([...intake.places.values()].filter(({ replica }) => touched.has(replica)));
    await tx.addOps(intake.ops);
    if (intake.withheld.length > 0) await tx.addWithheld(intake.withheld);
  }
  if (intake.seals.length > 0) await tx.saveSeals(intake.seals);
  const head = await appendLog(tx, tools.hash, intake.entries);
  await applyOps(tx, intake.applied);
  for (const step of intake.steps) await settleServerStep(tx, step, tools.decode);
  return head;
}

function toResults(results: ReadonlyMap<ReplicaId, Result>): PushAnswer['results'] {
  return [...results].map(([replica, result]) => ({ replica, ...result }));
}
