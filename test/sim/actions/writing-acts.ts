/** Somebody writes at a station. */
import { must } from '../../../shared/must.ts';
import { chainHash } from '../../../electron/services/journal/replicas.ts';
import { makeOp } from '../../../electron/services/journal/make-op.ts';
import { reverseOf, reversingEdits } from '../../../electron/services/journal/reverse.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import { tickClock } from '../../../shared/sync/clock.ts';
import type { KnownOp } from '../../../shared/sync/op-bytes.ts';
import { opId } from '../../../shared/sync/op-id.ts';
import { applyOp } from '../../../shared/sync/reducer.ts';
import { createContained } from '../../../shared/sync/station/contained.ts';
import { createMemoryRows } from '../stores/memory-rows.ts';
import { appendOp, lastClockOf, moveClockOf } from '../stores/station-tables.ts';
import { newerText, ODD } from '../world/programs.ts';
import { HUGE } from '../world/server.ts';
import type { SimStation, Writer } from '../world/station.ts';
import type { World } from '../world/world.ts';
import type { ActionTable } from './action-table.ts';
import { createPen } from './writing.ts';

const encoder = new TextEncoder();

type Edits = Parameters<ReturnType<typeof createPen>['edits']>[0];

/** Runs what somebody does at a station; the program may die in it. */
async function at(
  world: World,
  s: number,
  work: (station: SimStation, pen: ReturnType<typeof createPen>) => string | null,
): Promise<string | null> {
  const station = world.station(s);
  let told: string | null = null;
  const lived = await station.alive(() => {
    told = work(station, createPen({ ledger: world.ledger, ids: world.ids, states: station.states() }));
  });
  return lived ? told : `${station.name} died`;
}

const edit = (world: World, action: Edits): Promise<string | null> =>
  at(world, action.s, (station, pen) => say(station, [pen.edits(action)], writerOf(action.r)));

export const WRITING_ACTIONS: ActionTable<
  | 'new'
  | 'edit'
  | 'text'
  | 'tag'
  | 'del'
  | 'undel'
  | 'move'
  | 'settle'
  | 'txn'
  | 'step'
  | 'undo'
  | 'newer'
  | 'huge'
  | 'odd'
> = {
  new: edit,
  edit,
  text: edit,
  tag: edit,
  del: edit,
  undel: edit,
  move: edit,
  settle: edit,
  txn: edit,
  step: (world, { s, r, acts, n }) =>
    at(world, s, (station, pen) => {
      const all = Array.from({ length: acts }, (_, i) => pen.several(r + i * 3, n));
      return say(station, all, writerOf(r));
    }),
  undo: (world, { s }) => at(world, s, (station) => undo(world, station)),
  newer: (world, { s, r, kind }) => at(world, s, (station) => writeNewer(world, station, r, kind)),
  huge: (world, { s, r }) => marked(world, s, r, HUGE),
  odd: (world, { s, r }) => marked(world, s, r, ODD),
};

/** An edit with a word in it that makes the server treat it in a way of its own. */
const marked = (world: World, s: number, r: number, word: string): Promise<string | null> =>
  at(world, s, (station, pen) => {
    const edits = pen.edits({ a: 'edit', s, r, f: 0 });
    return say(station, [edits.map((each) => withWord(each, word))], writerOf(r));
  });

/** Few things are written by jobs; but some are, under a replica of their own. */
function writerOf(r: number): Writer {
  return r % 5 === 4 ? 'jobs' : 'window';
}

function say(station: SimStation, acts: readonly (readonly Edit[])[], by: Writer): string | null {
  const given = acts.filter((edits) => edits.length > 0);
  if (given.length === 0) return null;
  const before = station.tables().meta.get('pos') ?? 0;
  if (!station.write(given, by)) return null;
  const ops = [...station.tables().ops.values()].filter((op) => op.pos > Number(before));
  return `${station.name} ${by} wrote ${ops.map((op) => `${op.replica}:${op.seq}`).join(' ')}`;
}

function withWord(edit: Edit, word: string): Edit {
  const f = Object.entries(edit.f).map(([name, value]) => [
    name,
    typeof value === 'string' ? `${word} ${value}` : value,
  ]);
  return { ...edit, f: Object.fromEntries(f) as Edit['f'] };
}

function undo(world: World, station: SimStation): string | null {
  const process = station.process();
  const edits = reverseOf(process.last, new Set()).flatMap((reverse) => {
    const doc = station.tables().records.get(reverse.rec);
    return doc === undefined
      ? []
      : (reversingEdits(reverse, JSON.parse(doc) as never, (heads) => heads) ?? []);
  });
  if (edits.length === 0) return null;
  for (const { rec, f } of edits) for (const field of Object.keys(f)) world.ledger.rewrote(rec, field);
  return station.write([edits], 'window', true) ? `${station.name} took back ${edits.length}` : null;
}

/** What the op writer does, as the next version of the program may do it. */
function writeNewer(world: World, station: SimStation, r: number, byKind: boolean): string | null {
  if (station.version() !== 'newer') station.upgrade();
  const pen = createPen({ ledger: world.ledger, ids: world.ids, states: station.states() });
  const [edit] = pen.edits({ a: 'edit', s: 0, r, f: r });
  if (edit === undefined || edit.k !== 'set') return null;
  const tables = station.tables();
  let id = '';
  station.disk().transaction('commit', () => {
    const replica = must(
      [...tables.replicas.values()].find((row) => row.writer === 'window'),
      'a replica',
    );
    const seq = replica.seq + 1;
    id = opId(replica.id, seq);
    const clock = tickClock(lastClockOf(tables), station.now());
    const state = JSON.parse(must(tables.records.get(edit.rec), 'a record')) as never;
    const frame = { id, archive: world.archive, person: world.person, clock, firstSeq: Infinity };
    const op: KnownOp = makeOp(edit, state, frame);
    const bytes = encoder.encode(newerText(op, byKind));
    const hash = chainHash(replica.hash, bytes);
    const contained = createContained(createMemoryRows(station.disk(), () => world.ids.replica()));
    const after = applyOp(state, op, (each) => contained.isContained(each, edit.rec));
    appendOp(tables, { replica: replica.id, seq, rec: edit.rec, status: 'applied', bytes, hash });
    tables.records.put(edit.rec, JSON.stringify(after));
    tables.replicas.put(replica.id, { ...replica, seq, hash });
    moveClockOf(tables, clock);
  });
  return `${station.name}, newer, wrote ${id}`;
}
