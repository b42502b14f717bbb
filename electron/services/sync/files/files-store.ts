/** The work of the thread that holds `sync/files.db`. */
import path from 'node:path';
import { hashFile } from '../../../../node/files/hash-file.ts';
import { openDatabase } from '../../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../../shared/result.ts';
import { mayEvict } from '../../../../shared/sync/files/file-way.ts';
import { JOURNAL_FILE } from '../../journal/journal.ts';
import { openJournalReader } from '../../text-index/read-journal.ts';
import { createFileRows } from './file-rows.ts';
import { openFilesDb } from './files-db.ts';
import type { Droppable, FilesCalls, KnownFile, KnownSum, SealedBatch } from './files-calls.ts';
import { createHoldings } from './holdings.ts';
import { lookIntoJournal } from './look-journal.ts';
import { lookIntoVault, readBatchContent } from './look-vault.ts';

/** Opens the store of a data folder. @throws TroubleError of the disk, JOURNAL_BROKEN */
export function openFilesStore(dataFolder: string): Omit<FilesCalls, 'open'> {
  const root = path.join(dataFolder, 'vault', 'ocfl');
  const db = openFilesDb(dataFolder);
  const file = path.join(dataFolder, JOURNAL_FILE);
  const journal = openJournalReader(file);
  const tree = openDatabase(file, { broken: 'JOURNAL_BROKEN', readOnly: true });
  const rows = createFileRows(db);
  const holdings = createHoldings(db, tree);
  // What was under way when the program ended is not under way.
  db.exec("UPDATE files SET moving = 'no' WHERE moving <> 'no'");

  const sum = (where: string): KnownSum => {
    const row = db
      .prepare<{ files: number; bytes: number | null }>(
        `SELECT count(*) AS files, sum(size) AS bytes FROM files WHERE ${where}`,
      )
      .get();
    return { files: row?.files ?? 0, bytes: row?.bytes ?? 0 };
  };
  const batchesWhere = (where: string, ...values: (string | number)[]): SealedBatch[] =>
    db.prepare<SealedBatch>(`SELECT batch, path, files, bytes FROM batches WHERE ${where}`).all(...values);

  async function contentOf(place: string): Promise<readonly KnownFile[]> {
    return (await readBatchContent(path.join(root, place)))?.files ?? [];
  }

  const journalPlace = () =>
    db.prepare<{ value: string }>("SELECT value FROM meta WHERE key = 'journal'").get()?.value;

  /** Pictures of the pages of scans that came to be here after their records did. */
  function notePictures(): void {
    db.exec(
      `INSERT OR IGNORE INTO pictures
       SELECT DISTINCT n.sha256, n.page, s.size, 'todo' FROM named n JOIN files f ON f.sha256 = n.sha256 AND f.here = 'stored'
       JOIN (SELECT 'thumb' AS size UNION ALL SELECT 'reading') s WHERE n.kind = 'page' AND f.batch <> 'single'`,
    );
  }

  return {
    async look({ staged, held }) {
      db.transaction(() => {
        for (const { sha256, size, isKept } of staged)
          rows.found({ sha256, size }, 'open', { t: isKept ? 'stored' : 'staged' });
        for (const one of held) if (rows.get(one.sha256)?.facts.here !== 'stored') rows.found(one, 'single');
      });
      db.exec("UPDATE pictures SET state = 'todo' WHERE state = 'later'");
      const place = journalPlace();
      const before = db.prepare<{ n: number }>('SELECT count(*) AS n FROM batches').get()?.n;
      const isMoreInVault = await lookIntoVault(db, rows, root);
      const isNew = before !== db.prepare<{ n: number }>('SELECT count(*) AS n FROM batches').get()?.n;
      const isMoreInJournal = lookIntoJournal(db, journal);
      if (isNew || staged.length > 0) notePictures();
      const grew = isNew || journalPlace() !== place;
      return { more: isMoreInVault || isMoreInJournal, grew };
    },
    generation({ generation }) {
      const known = db
        .prepare<{ value: string }>("SELECT value FROM meta WHERE key = 'generation'")
        .get()?.value;
      if (known === generation) return false;
      db.transaction(() => {
        db.exec("UPDATE batches SET state = 'here', durable = 0");
        db.exec("UPDATE pictures SET state = 'todo' WHERE state = 'there'");
        rows.stepAll({ t: 'forgotten' });
        db.prepare("INSERT OR REPLACE INTO meta VALUES ('generation', ?)").run(generation);
      });
      return true;
    },
    nextBatches: ({ after, limit }) =>
      after === null
        ? batchesWhere("state IN ('here', 'waiting') ORDER BY at DESC, path DESC LIMIT ?", limit)
        : batchesWhere(
            `state IN ('here', 'waiting') AND (at, path) < (SELECT at, path FROM batches WHERE path = ?)
             ORDER BY at DESC, path DESC LIMIT ?`,
            after,
            limit,
          ),
    batchesInState: ({ state, durable, limit }) =>
      batchesWhere('state = ? AND durable = ? ORDER BY path LIMIT ?', state, durable ? 1 : 0, limit),
    async batchTold({ path: place, state, durable }) {
      const files = state === 'placed' ? await contentOf(place) : [];
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
    filesOf: async ({ path: place }) => [...(await contentOf(place))],
    nextLoose: ({ after, limit }) =>
      db
        .prepare<KnownFile>(
          `SELECT f.sha256, f.size FROM files f LEFT JOIN batches b ON b.path = f.batch
           WHERE f.here = 'stored' AND f.there <> 'verified' AND f.sha256 > ?
             AND (b.path IS NULL OR b.state IN ('refused', 'placed'))
           ORDER BY f.sha256 LIMIT ?`,
        )
        .all(after ?? '', limit),
    sendAgain({ sha256 }) {
      db.transaction(() => {
        for (const one of sha256) rows.step(one, { t: 'told', there: 'no', durable: false });
      });
      return null;
    },
    note({ sha256, event }) {
      db.transaction(() => {
        for (const one of sha256) rows.step(one, event);
      });
      return null;
    },
    facts: ({ sha256 }) =>
      sha256.map((one) => {
        const row = rows.get(one);
        return { sha256: one, size: row?.size ?? 0, facts: row?.facts ?? null };
      }),
    nextPictures: ({ limit }) =>
      db
        .prepare<{ master: string; page: number; size: 'thumb' | 'reading' }>(
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
    came({ sha256, size, isAtCentre }) {
      db.transaction(() => {
        rows.found({ sha256, size }, 'single');
        if (isAtCentre) rows.step(sha256, { t: 'told', there: 'verified', durable: false });
      });
      return null;
    },
    damaged: ({ limit }) =>
      db.prepare<KnownFile>("SELECT sha256, size FROM files WHERE here = 'damaged' LIMIT ?").all(limit),
    unsecured: ({ after, limit }) =>
      db
        .prepare<KnownFile>(
          `SELECT sha256, size FROM files WHERE here = 'stored' AND NOT (there = 'verified' AND durable = 1)
             AND sha256 > ? ORDER BY sha256 LIMIT ?`,
        )
        .all(after ?? '', limit),
    unsecuredBatches: ({ after, limit }) =>
      batchesWhere("NOT (state = 'placed' AND durable = 1) AND path > ? ORDER BY path LIMIT ?", after, limit),
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
      behind: sum("here = 'stored' AND there <> 'verified'"),
      verified: sum("here = 'stored' AND there = 'verified'"),
      durable: sum("here = 'stored' AND there = 'verified' AND durable = 1"),
      held: sum("here = 'stored' AND batch = 'single'"),
      pictures:
        db.prepare<{ n: number }>("SELECT count(*) AS n FROM pictures WHERE state = 'todo'").get()?.n ?? 0,
      wanted: holdings.count(),
      damaged: sum("here = 'damaged'").files,
    }),
    async droppable({ fonds }) {
      const only = holdings.below(fonds);
      const kept = { notVerified: 0, notDurable: 0, chosen: 0 };
      const batches: SealedBatch[] = [];
      for (const batch of batchesWhere('1 ORDER BY path')) {
        const content = await contentOf(batch.path);
        // Of a batch that also holds scans of other records nothing goes.
        const isMeant = (sha256: string) =>
          only === null ||
          only.has(sha256) ||
          db.prepare('SELECT 1 FROM named WHERE sha256 = ?').get(sha256) === undefined;
        if (content.length === 0 || !content.every(({ sha256 }) => isMeant(sha256))) continue;
        if (only !== null && !content.some(({ sha256 }) => only.has(sha256))) continue;
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
      return { batches, held, kept } satisfies Droppable;
    },
    dropped({ path: place }) {
      db.transaction(() => {
        db.prepare("UPDATE files SET here = 'no', moving = 'no' WHERE batch = ?").run(place);
        db.prepare('DELETE FROM batches WHERE path = ?').run(place);
        db.prepare(
          "UPDATE pictures SET state = 'none' WHERE state = 'todo' AND master IN (SELECT sha256 FROM files WHERE batch = ?)",
        ).run(place);
      });
      return null;
    },
    async isSound({ path: place, sha256 }) {
      try {
        return (await hashFile(place)).sha256 === sha256;
      } catch (error) {
        // What cannot be read now may be sound all the same; it is not sent.
        if (error instanceof TroubleError) return false;
        throw error;
      }
    },
    close() {
      tree.close();
      journal.close();
      db.close();
      return null;
    },
  };

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
}
