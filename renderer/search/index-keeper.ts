/**
 * Keeps one index true to one copy of the catalogue: reads the stored one or makes one from the rows, then follows, stores,
 * checks, and makes it anew when it is worn out or a check found it untrue. One act after another, so that nothing is read
 * while it changes; between two batches of a long act the changes of the rows are taken in.
 */
import type { CatalogueDatabase } from '../db/database.ts';
import type { Pause } from '../db/deadline.ts';
import type { EngineDeps, Life } from './engine.ts';
import { createIndexer, type Indexer } from './indexer.ts';
import { createSlotIndex, type SlotIndex } from './slot-index.ts';
import { readSnapshot, writeSnapshot } from './snapshot-store.ts';
import { verifySample, verifyWhole } from './verify.ts';

/** The index is stored after so many entries have changed, or after so long without a change. */
const STORE_AFTER_CHANGES = 2000;
const STORE_AFTER_MS = 10 * 60_000;
/** A full disk stays full for a while; packing the index costs seconds each time. */
const STORE_AGAIN_MS = 60_000;
/** Dead slots cost memory and time; with more than this share of them the index is made anew. */
const MAX_DEAD_SHARE = 0.2;
const MIN_DEAD = 2000;
/** A sample is compared with the rows so long after the start, and then so often, when nothing has changed for a minute. */
const FIRST_CHECK_MS = 30_000;
const CHECK_EVERY_MS = 30 * 60_000;
const IDLE_MS = 60_000;
/** An index that is found untrue again so soon after it was made anew is not made anew again by itself. */
const HEAL_EVERY_MS = 60 * 60_000;
const TELL_EVERY_MS = 100;
/** So many findings are told by name. */
const MAX_TOLD = 20;

type KeeperDeps = Required<EngineDeps> & {
  readonly db: CatalogueDatabase;
  readonly life: Life;
  readonly pause: Pause;
  /** What was asked for from outside; taken back when it is done. */
  readonly wishes: { store: boolean; verify: boolean };
  readonly show: (kept: Shown, isWhole: boolean) => void;
};

/** What answers queries. */
export type Shown = { readonly index: SlotIndex; readonly indexer: Pick<Indexer, 'synonyms'> };
type Kept = Shown & { readonly indexer: Indexer; n: number };
type From = 'snapshot' | 'rows' | 'healed';

/** How the index stands; times by `now`. */
type Standing = {
  kept: Kept;
  from: From;
  readonly began: number;
  /** Changes that the stored index does not have. */
  unstored: number;
  storeNotBefore: number;
  changedAt: number;
  nextCheck: number;
  healedAt: number;
};

/** Goes on until the life ends, and throws then; or throws what IndexedDB throws. */
export async function keepIndex(deps: KeeperDeps): Promise<never> {
  const { now, pause, wishes, show, onStatus } = deps;
  const began = now();
  const { kept, from } = await begin(deps);
  const standing: Standing = {
    kept,
    from,
    began,
    unstored: from === 'rows' ? Number.MAX_SAFE_INTEGER : 0,
    storeNotBefore: 0,
    changedAt: now(),
    nextCheck: began + FIRST_CHECK_MS,
    healedAt: -Infinity,
  };
  for (;;) {
    await follow(deps, standing);
    const { index, n } = standing.kept;
    show(standing.kept, true);
    onStatus({ state: 'ready', n, entries: index.live, from: standing.from });
    if (isWornOut(index)) await makeAnew(deps, standing, false);
    else if (wishes.verify) await check(deps, standing, true);
    else if (isCheckDue(standing, now())) await check(deps, standing, false);
    else {
      if (wishes.store || isStoreDue(standing, now())) await store(deps, standing);
      const storeIn = standing.unstored > 0 ? STORE_AFTER_MS : Infinity;
      await pause.wait(Math.min(storeIn, Math.max(IDLE_MS / 10, standing.nextCheck - now())));
    }
  }
}

function isCheckDue({ nextCheck, changedAt, began }: Standing, time: number): boolean {
  // At the start the reading itself counts as a change; it is what is to be checked.
  const isIdle = time - changedAt >= IDLE_MS || time - began < IDLE_MS;
  return time >= nextCheck && isIdle;
}

function isStoreDue({ unstored, changedAt, storeNotBefore }: Standing, time: number): boolean {
  const isDue = unstored >= STORE_AFTER_CHANGES || time - changedAt >= STORE_AFTER_MS;
  return unstored > 0 && isDue && time >= storeNotBefore;
}

async function follow({ life, now }: KeeperDeps, standing: Standing): Promise<void> {
  await untilEnded(life);
  const { kept } = standing;
  const followed = await kept.indexer.follow(kept.n);
  // Another copy may have been put on show meanwhile: nothing is told of this one any more.
  await untilEnded(life);
  kept.n = followed.n;
  if (followed.changed === 0) return;
  standing.changedAt = now();
  standing.unstored = Math.min(Number.MAX_SAFE_INTEGER, standing.unstored + followed.changed);
}

/** Makes another index from the rows, while the old one goes on following and answering. */
async function makeAnew(deps: KeeperDeps, standing: Standing, isTold: boolean): Promise<void> {
  const { now, show, onStatus } = deps;
  const fresh = emptyIndex(deps);
  const telling = createTelling(now, (done, total) => {
    if (isTold) onStatus({ state: 'indexing', done, total });
  });
  fresh.n = await fresh.indexer.build(telling, () => follow(deps, standing));
  standing.kept = fresh;
  await follow(deps, standing);
  show(fresh, true);
  standing.unstored = Number.MAX_SAFE_INTEGER;
}

async function check(deps: KeeperDeps, standing: Standing, isWhole: boolean): Promise<void> {
  const { db, life, now, wishes, show, onCheck } = deps;
  wishes.verify = false;
  const total = isWhole ? await db.records.count() : 0;
  const telling = createTelling(now, (done) => {
    if (isWhole) onCheck({ state: 'running', done, total: Math.max(total, done) });
  });
  const verify = isWhole ? verifyWhole : verifySample;
  const { checked, findings } = await verify({
    db,
    index: standing.kept.index,
    grant: life.grant,
    follow: () => follow(deps, standing),
    onProgress: (done) => telling(done, total),
  }).catch((error: unknown) => {
    // The copy was replaced, or could not be read: nothing goes on, and who asked may ask again.
    if (isWhole) onCheck({ state: 'none' });
    throw error;
  });
  standing.nextCheck = now() + CHECK_EVERY_MS;
  const isHealed = findings.length > 0 && (isWhole || now() - standing.healedAt >= HEAL_EVERY_MS);
  if (isHealed) {
    show(standing.kept, false);
    await makeAnew(deps, standing, true);
    standing.from = 'healed';
    standing.healedAt = now();
  }
  const untrue = new Set(findings.map(({ id }) => id)).size;
  onCheck({
    state: 'done',
    at: Date.now(),
    isWhole,
    checked,
    untrue,
    isHealed,
    findings: findings.slice(0, MAX_TOLD),
  });
}

/** Windows of one profile share the copy, and one of them stores at a time. A full disk only means: not stored. */
async function store(deps: KeeperDeps, standing: Standing): Promise<void> {
  const { locks, db, life, wishes, now } = deps;
  wishes.store = false;
  if (standing.unstored === 0) return;
  const { index, n } = standing.kept;
  const name = `qoima-search-${life.archive}`;
  const isStored = await locks
    .request(name, { ifAvailable: true }, async (lock) => {
      if (lock === null) return false;
      await writeSnapshot(db, index, n, life.grant);
      return true;
    })
    .catch(() => false);
  if (isStored) standing.unstored = 0;
  else standing.storeNotBefore = now() + STORE_AGAIN_MS;
}

/** Reads the stored index or makes one from the rows. */
async function begin(deps: KeeperDeps): Promise<{ kept: Kept; from: From }> {
  const { life, now, show, onStatus } = deps;
  const stored = await readStored(deps);
  if (stored !== null) {
    show(stored, false);
    return { kept: stored, from: 'snapshot' };
  }
  const kept = emptyIndex(deps);
  show(kept, false);
  kept.n = await kept.indexer.build(
    createTelling(now, (done, total) => onStatus({ state: 'indexing', done, total })),
    () => untilEnded(life),
  );
  return { kept, from: 'rows' };
}

/** What lies there and cannot be read, whatever the reason, must not be tried again and again: it is made anew from the rows. */
async function readStored({ db, life: { grant } }: KeeperDeps): Promise<Kept | null> {
  try {
    const snapshot = await readSnapshot(db, grant);
    if (snapshot === null) return null;
    const index = createSlotIndex(snapshot.stored);
    return { index, indexer: createIndexer(db, index, grant), n: snapshot.n };
  } catch {
    return null;
  }
}

/** A long act ends with the life it belongs to: the next copy waits for it. */
async function untilEnded(life: Life): Promise<void> {
  if (life.ended) throw new Error('this copy is not followed any more');
}

function emptyIndex({ db, life: { grant } }: KeeperDeps): Kept {
  const index = createSlotIndex();
  return { index, indexer: createIndexer(db, index, grant), n: 0 };
}

/** Tells the last of several steps and few of those between. */
function createTelling(now: () => number, tell: (done: number, total: number) => void) {
  let told = -Infinity;
  return (done: number, total: number): void => {
    if (now() - told < TELL_EVERY_MS && done < total) return;
    told = now();
    tell(done, total);
  };
}

function isWornOut(index: SlotIndex): boolean {
  const dead = index.used - index.live;
  return dead > MIN_DEAD && dead > index.used * MAX_DEAD_SHARE;
}
