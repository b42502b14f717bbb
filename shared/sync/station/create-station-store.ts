/** A station's side of sync over its rows: each call one transaction. */
import { shortHash } from '../chain.ts';
import { isSameCursor, type Cursor } from '../wire/cursor.ts';
import type { PullPage, SeqVector } from '../wire/messages.ts';
import type { RecordsAsk } from '../wire/records-messages.ts';
import { createDesk, type Desk, type Reading } from './desk.ts';
import { hear, pushed } from './hear.ts';
import { missingHistory, stranded, takeHistory } from './history.ts';
import { lackingSegments, segmentsBeyond } from './outgoing.ts';
import type { StationDeps } from './station-deps.ts';
import type { ReplicaPlace } from './station-rows.ts';
import type { PageTaken, StationFacts, StationStore, Taken } from './station-store.ts';
import { loosenFloors } from './loosen-floors.ts';
import { keepSeals } from './seals.ts';
import { settleHeld } from './steps.ts';
import { EarlierError } from './settle-fork.ts';
import { takeCarried } from './take-carried.ts';
import { PageError, takePage } from './take-page.ts';
import { takeRecords } from './take-put.ts';
import { installSnapshot } from './take-snapshot.ts';
import { GapError } from './take-transaction.ts';
import { LIMITS } from '../wire/limits.ts';

export type SyncStationStore = StationStore & {
  /** Applies what an older program had to leave waiting; a program calls it once when it opens. Gives the number of ops. */
  settleHeld(): number;
};

/** A station that has just joined may have written its person down before its first sync. */
const FEW_RECORDS = 20;

export function createStationStore(deps: StationDeps): SyncStationStore {
  /** In one transaction; what the work left on its desk is written down at the end. */
  const change = <T>(work: (desk: Desk) => T): T =>
    deps.transaction((rows) => {
      const desk = createDesk(rows, deps);
      const result = work(desk);
      desk.flush();
      return result;
    });
  const takeOne = createPageTaker(change);
  const look = <T>(work: (desk: Desk) => T): T => deps.picture((rows) => work(createDesk(rows, deps)));

  return {
    settleHeld: () => (look((desk) => desk.rows.replicasWithHeld().length) === 0 ? 0 : change(settleHeld)),
    facts: async () => look(factsOf),
    hear: async (hello) =>
      change((desk) => {
        hear(desk, hello);
        return taken(desk);
      }),
    outgoing: async ({ underway, limits }) =>
      look((desk) =>
        segmentsBeyond(
          desk,
          (id) => Math.max(desk.place(id).acked, underway[id] ?? 0),
          limits,
          (id) => desk.place(id).trouble !== null,
        ),
      ),
    segmentsAfter: async ({ vector, limits }) =>
      look((desk) =>
        segmentsBeyond(
          desk,
          (id) => vector[id] ?? 0,
          limits,
          () => false,
        ),
      ),
    lacking: async (ranges) => look((desk) => lackingSegments(desk, ranges, LIMITS)),
    pushed: async (answer) => change((desk) => pushed(desk, answer)),
    takePage: async (page) => takeOne(page),
    takeOps: async ({ segments, seals }) =>
      change((desk) => {
        const refused = takeCarried(desk, segments, seals);
        return { ...taken(desk), refused };
      }),
    // Without its marks, or the next hello would lead back to the last of them.
    rewind: async () => change(({ rows }) => rows.saveCursor(null, [])),
    wanted: async (limit) => look((desk) => wantedAsk(desk, limit)),
    takeRecords: async (given) => change((desk) => ({ settled: takeRecords(desk, given) })),
    beginSnapshot: async (manifest) =>
      change(({ rows }) => {
        if (rows.staged()?.manifest.id !== manifest.id) {
          rows.dropStaging();
          rows.beginStaging(manifest);
        }
        const here = new Set(rows.staged()?.parts);
        return { missing: manifest.parts.map((part) => part.n).filter((n) => !here.has(n)) };
      }),
    stagedSnapshot: async () => look(({ rows }) => rows.staged()?.manifest ?? null),
    takePart: async ({ n, rows: puts }) => change(({ rows }) => rows.stagePart(n, puts)),
    endSnapshot: async () =>
      change((desk) => {
        installSnapshot(desk);
        return taken(desk);
      }),
    dropSnapshot: async () =>
      change((desk) => {
        // Some of its states may be in place already.
        loosenFloors(desk);
        desk.rows.dropStaging();
      }),
    missingHistory: async (limit) => look((desk) => missingHistory(desk, limit)),
    takeHistory: async (given) => change((desk) => ({ ops: takeHistory(desk, given) })),
    keepSeals: async (seals) => change((desk) => keepSeals(desk, seals)),
  };
}

/**
 * A page is taken whole or not at all: what does not fit is thrown, so that the transaction goes. What the pages have shown to
 * be the server's is known for as long as they follow one another; a reading from the beginning shows it anew.
 */
function createPageTaker(change: <T>(work: (desk: Desk) => T) => T): (page: PullPage) => PageTaken {
  let last: Reading = { isWhole: false, met: new Map() };
  let at: Cursor | null = null;
  return (page) => {
    try {
      const done = change((desk) => {
        const cursor = desk.rows.cursor();
        const { reading } = desk;
        if (cursor === null) reading.isWhole = true;
        else if (isSameCursor(cursor, at)) [reading.isWhole, reading.met] = [last.isWhole, new Map(last.met)];
        takePage(desk, page);
        return { reading, cursor: desk.rows.cursor(), taken: taken(desk) };
      });
      [last, at] = [done.reading, done.cursor];
      return { ...done.taken, problem: null };
    } catch (error) {
      const problem =
        error instanceof GapError || error instanceof EarlierError
          ? 'GAP'
          : error instanceof PageError
            ? 'OP_MALFORMED'
            : null;
      if (problem === null) throw error;
      return { ops: 0, renewed: [], forked: 0, problem };
    }
  };
}

function wantedAsk({ rows }: Desk, limit: number): RecordsAsk | null {
  const ids = [...rows.wanted(limit)];
  return ids.length === 0 ? null : { ids, cursor: rows.cursor() };
}

function taken({ report }: Desk): Taken {
  return { ops: report.ops, renewed: report.renewed, forked: report.forked };
}

function factsOf(desk: Desk): StationFacts {
  const { rows } = desk;
  const places = desk.places();
  const counts = rows.counts();
  const live = places.filter((place) => place.isLive);
  const durable: SeqVector = {};
  for (const place of places) if (place.durable > 0) durable[place.id] = place.durable;
  return {
    archive: rows.archive(),
    cursor: rows.cursor(),
    marks: rows.marks(),
    own: live.map((place) => place.id),
    mine: live.flatMap((place) => shared(desk, place)),
    durable,
    mayTakeWhole: mayTakeWhole(desk),
    isBlank: mayTakeWhole(desk) && counts.records <= FEW_RECORDS,
    unsentOps: counts.unsentOps,
    unsentRecords: counts.unsentRecords,
    held: counts.held,
    withheld: counts.withheld,
    forked: counts.forked,
    wanted: counts.wanted,
    missing: counts.missing,
    // Beyond what we wrote ourselves, the server's ops may be ours of later, or a twin's under the same numbers.
    isDisputed: places.some(
      ({ trouble, wrote, acked, seq }) => trouble === 'REPLICA_FORKED' || (wrote > 0 && acked > seq),
    ),
    troubles: places.flatMap(({ id, trouble, wrote }) =>
      trouble === null ? [] : [{ replica: id, code: trouble, isOurs: wrote > 0 }],
    ),
    stranded: stranded(desk),
  };
}

/**
 * Until the log has been read, everything at once may be put in place. Not where the server knows a replica of ours:
 * somebody may write as we do, and whole states cannot tell their ops from ours.
 */
function mayTakeWhole(desk: Desk): boolean {
  const isOwnAlone = desk.places().every(({ seq, isLive, acked }) => seq === 0 || (isLive && acked === 0));
  return desk.rows.cursor() === null && isOwnAlone;
}

/**
 * Up to where a live replica is the same at the server and need not come back. Not beyond what is withheld here: that the
 * server has let it in, it tells by sending it.
 */
function shared({ rows, hashAt }: Desk, { id, trouble, acked, seq }: ReplicaPlace): StationFacts['mine'] {
  if (trouble !== null) return [];
  const upTo = Math.min(acked, seq, (rows.firstWithheld(id) ?? Infinity) - 1);
  const hash = upTo > 0 ? hashAt(id, upTo) : null;
  return hash === null ? [] : [[id, upTo, shortHash(hash)]];
}
