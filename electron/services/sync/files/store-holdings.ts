/** What is to be here, what of it is missing, and what may go. */
import { mayEvict } from '../../../../shared/sync/files/file-way.ts';
import type { Droppable, FilesCalls, KnownFile, SealedBatch, WantedPicture } from './files-calls.ts';
import { batchesWhere, contentOf, countOf, sumWhere, type StoreContext } from './store-context.ts';

type HoldCalls = Pick<
  FilesCalls,
  'nextPictures' | 'picturesTold' | 'choose' | 'wantedFiles' | 'wantedPictures' | 'unwant' | 'counts'
>;

export function holdCalls({ db, holdings }: StoreContext): HoldCalls {
  return {
    nextPictures: ({ limit }) =>
      db
        .prepare<WantedPicture>(
          "SELECT master, page, size FROM pictures WHERE state = 'todo' ORDER BY size DESC, master, page LIMIT ?",
        )
        .all(limit),
    picturesTold({ pictures, state }) {
      const write = db.prepare(
        'INSERT INTO pictures VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state',
      );
      db.transaction(() => {
        for (const { master, page, size } of pictures) write.run(master, page, size, state);
      });
      return null;
    },
    async choose({ choices }) {
      holdings.choose(choices);
      return null;
    },
    wantedFiles: ({ limit }) => holdings.files(limit),
    wantedPictures: ({ limit }) => holdings.pictures(limit),
    unwant({ files = [], pictures = [] }) {
      holdings.unwant(files, pictures);
      return null;
    },
    counts: () => ({
      behind: sumWhere(db, "here = 'stored' AND there <> 'verified'"),
      verified: sumWhere(db, "here = 'stored' AND there = 'verified'"),
      durable: sumWhere(db, "here = 'stored' AND there = 'verified' AND durable = 1"),
      held: sumWhere(db, "here = 'stored' AND batch = 'single'"),
      pictures: countOf(db, "pictures WHERE state = 'todo'"),
      wanted: countOf(db, 'wants'),
      damaged: sumWhere(db, "here = 'damaged'").files,
    }),
  };
}

export function dropCalls(context: StoreContext): Pick<FilesCalls, 'droppable' | 'mayDrop' | 'dropped'> {
  const { db, rows, holdings } = context;
  const isNamed = db.prepare<{ n: number }>('SELECT 1 AS n FROM named WHERE sha256 = ? LIMIT 1');

  function reasonToKeep(place: string, content: readonly KnownFile[]): keyof Droppable['kept'] | null {
    const state = db
      .prepare<{ state: string; durable: number }>('SELECT state, durable FROM batches WHERE path = ?')
      .get(place);
    const facts = content.map(({ sha256 }) => rows.get(sha256)?.facts ?? null);
    if (state?.state !== 'placed' || facts.some((one) => one?.there !== 'verified')) return 'notVerified';
    if (state.durable !== 1 || facts.some((one) => one?.durable !== true)) return 'notDurable';
    return facts.every((one) => one !== null && mayEvict(one)) ? null : 'chosen';
  }

  function isEvictable(sha256: string): boolean {
    const row = rows.get(sha256);
    return row !== null && mayEvict(row.facts);
  }

  /** Of a batch that also holds scans of other records nothing goes; what no record names goes with the others. */
  function isMeant(content: readonly KnownFile[], only: ReadonlySet<string> | null): boolean {
    if (only === null) return content.length > 0;
    return (
      content.some(({ sha256 }) => only.has(sha256)) &&
      content.every(({ sha256 }) => only.has(sha256) || isNamed.get(sha256) === undefined)
    );
  }

  return {
    async droppable({ fonds }) {
      const only = holdings.below(fonds);
      const kept = { notVerified: 0, notDurable: 0, chosen: 0 };
      const batches: SealedBatch[] = [];
      for (const batch of batchesWhere(db, 'true ORDER BY path')) {
        const content = await contentOf(context, batch.path);
        if (!isMeant(content, only)) continue;
        const why = reasonToKeep(batch.path, content);
        if (why === null) batches.push(batch);
        else kept[why]++;
      }
      const held = db
        .prepare<KnownFile>(
          "SELECT sha256, size FROM files WHERE here = 'stored' AND batch = 'single' ORDER BY sha256",
        )
        .all()
        .filter(({ sha256 }) => (only === null || only.has(sha256)) && isEvictable(sha256));
      return { batches, held, kept };
    },
    mayDrop: async ({ path: place }) => reasonToKeep(place, await contentOf(context, place)) === null,
    dropped({ path: place }) {
      db.transaction(() => {
        db.prepare(
          "UPDATE pictures SET state = 'none' WHERE state = 'todo' AND master IN (SELECT sha256 FROM files WHERE batch = ?)",
        ).run(place);
        for (const { sha256 } of db
          .prepare<{ sha256: string }>('SELECT sha256 FROM files WHERE batch = ?')
          .all(place))
          // Whatever was chosen in that very moment: it is not here.
          rows.step(sha256, { t: 'lost' });
        db.prepare('DELETE FROM batches WHERE path = ?').run(place);
      });
      return null;
    },
  };
}
