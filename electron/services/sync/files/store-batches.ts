/** Sealed batches and files on their way up. */
import { hashFile } from '../../../../node/files/hash-file.ts';
import { TroubleError } from '../../../../shared/result.ts';
import type { FilesCalls, KnownFile } from './files-calls.ts';
import { batchesWhere, contentOf, noteMark, type StoreContext } from './store-context.ts';

type BatchCalls = Pick<
  FilesCalls,
  'nextBatches' | 'unsecuredBatches' | 'batchesInState' | 'batchTold' | 'filesOf' | 'nextLoose' | 'unsecured'
>;

export function batchCalls(context: StoreContext): BatchCalls {
  const { db, rows } = context;
  return {
    nextBatches: ({ after, limit }) =>
      after === null
        ? batchesWhere(db, "state IN ('here', 'waiting') ORDER BY at DESC, path DESC LIMIT ?", limit)
        : batchesWhere(
            db,
            `state IN ('here', 'waiting') AND (at, path) < (SELECT at, path FROM batches WHERE path = ?)
             ORDER BY at DESC, path DESC LIMIT ?`,
            after,
            limit,
          ),
    unsecuredBatches: ({ after, limit }) =>
      batchesWhere(
        db,
        "NOT (state = 'placed' AND durable = 1) AND path > ? ORDER BY path LIMIT ?",
        after,
        limit,
      ),
    batchesInState: ({ state, durable, limit }) =>
      batchesWhere(db, 'state = ? AND durable = ? ORDER BY path LIMIT ?', state, durable ? 1 : 0, limit),
    async batchTold({ path: place, state, durable }) {
      const files = state === 'placed' ? await contentOf(context, place) : [];
      db.transaction(() => {
        db.prepare('UPDATE batches SET state = ?, durable = ? WHERE path = ?').run(
          state,
          durable ? 1 : 0,
          place,
        );
        for (const { sha256 } of files) rows.step(sha256, { t: 'told', there: 'verified', durable });
      });
      return null;
    },
    filesOf: async ({ path: place }) => [...(await contentOf(context, place))],
    nextLoose: ({ after, limit }) =>
      db
        .prepare<KnownFile>(
          `SELECT f.sha256, f.size FROM files f LEFT JOIN batches b ON b.path = f.batch
           WHERE f.here = 'stored' AND f.there <> 'verified' AND f.sha256 > ?
             AND (b.path IS NULL OR b.state IN ('refused', 'placed'))
           ORDER BY f.sha256 LIMIT ?`,
        )
        .all(after ?? '', limit),
    unsecured: ({ after, limit }) =>
      db
        .prepare<KnownFile>(
          `SELECT sha256, size FROM files WHERE here = 'stored' AND NOT (there = 'verified' AND durable = 1)
             AND sha256 > ? ORDER BY sha256 LIMIT ?`,
        )
        .all(after ?? '', limit),
  };
}

type OwnCalls = Pick<
  FilesCalls,
  'sendAgain' | 'note' | 'facts' | 'came' | 'heldUnbacked' | 'damaged' | 'isSound'
>;

/** What is known of single files. */
export function fileCalls({ db, rows }: StoreContext): OwnCalls {
  return {
    sendAgain({ sha256 }) {
      db.transaction(() => {
        for (const one of sha256) rows.step(one, { t: 'told', there: 'no', durable: false });
      });
      return null;
    },
    note({ sha256, event, mark }) {
      db.transaction(() => {
        noteMark(db, mark);
        for (const one of sha256) rows.step(one, event);
      });
      return null;
    },
    facts: ({ sha256 }) =>
      sha256.map((one) => {
        const row = rows.get(one);
        return { sha256: one, size: row?.size ?? 0, facts: row?.facts ?? null };
      }),
    came({ sha256, size, isAtCentre }) {
      db.transaction(() => {
        rows.found({ sha256, size }, 'single');
        if (isAtCentre) rows.step(sha256, { t: 'told', there: 'verified', durable: false });
      });
      return null;
    },
    heldUnbacked: ({ limit }) =>
      db
        .prepare<KnownFile>(
          `SELECT sha256, size FROM files WHERE here = 'stored' AND there = 'verified' AND durable = 0 AND batch = 'single'
           ORDER BY random() LIMIT ?`,
        )
        .all(limit),
    damaged: ({ limit }) =>
      db.prepare<KnownFile>("SELECT sha256, size FROM files WHERE here = 'damaged' LIMIT ?").all(limit),
    async isSound({ path: place, sha256 }) {
      try {
        return (await hashFile(place)).sha256 === sha256;
      } catch (error) {
        // What cannot be read now may be sound all the same; it is not sent.
        if (error instanceof TroubleError) return false;
        throw error;
      }
    },
  };
}
