/** Looking what is new, here and at the centre. */
import { statSync } from 'node:fs';
import path from 'node:path';
import type { FilesCalls } from './files-calls.ts';
import { lookIntoJournal } from './look-journal.ts';
import { lookIntoVault } from './look-vault.ts';
import { countOf, metaOf, noteMark, type StoreContext } from './store-context.ts';

/** Where the vault's index says nothing (it is kept in memory on some disks), its folders are walked this often. */
const WALK_EVERY_MS = 10 * 60_000;

export function lookCalls(context: StoreContext): Pick<FilesCalls, 'look' | 'generation' | 'place'> {
  const { db, rows, journal, vault } = context;
  let walked = { stamp: '', at: Number.NEGATIVE_INFINITY };

  /** Walks the vault only when its index was written since: a batch that is sealed stands in it. */
  async function lookIfWritten(): Promise<boolean> {
    const stamp = stampOf(path.join(vault, 'index.db'));
    if (stamp === walked.stamp && performance.now() - walked.at < WALK_EVERY_MS) return false;
    const isMore = await lookIntoVault(db, rows, path.join(vault, 'ocfl'));
    if (!isMore) walked = { stamp, at: performance.now() };
    return isMore;
  }

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
      db.exec("UPDATE pictures SET state = 'todo' WHERE state = 'later'");
      const before = { batches: countOf(db, 'batches'), journal: metaOf(db, 'journal') };
      db.transaction(() => {
        for (const { sha256, size, isKept } of staged)
          rows.found({ sha256, size }, 'open', { t: isKept ? 'stored' : 'staged' });
        for (const one of held) if (rows.get(one.sha256)?.facts.here !== 'stored') rows.found(one, 'single');
      });
      const isMoreInVault = await lookIfWritten();
      const isMoreInJournal = lookIntoJournal(db, journal);
      const isNew = countOf(db, 'batches') !== before.batches;
      const grew = isNew || metaOf(db, 'journal') !== before.journal;
      if (grew || staged.length > 0) notePictures();
      return { more: isMoreInVault || isMoreInJournal, grew };
    },
    generation({ generation, mark }) {
      if (metaOf(db, 'generation') === generation) {
        noteMark(db, mark);
        return false;
      }
      db.transaction(() => {
        db.exec("UPDATE batches SET state = 'here', durable = 0");
        db.exec("UPDATE pictures SET state = 'todo' WHERE state = 'there'");
        rows.stepAll({ t: 'forgotten' });
        db.prepare("INSERT OR REPLACE INTO meta VALUES ('generation', ?)").run(generation);
        db.exec("DELETE FROM meta WHERE key = 'mark'");
        noteMark(db, mark);
      });
      return true;
    },
    place: () => ({ generation: metaOf(db, 'generation') ?? null, mark: metaOf(db, 'mark') ?? null }),
  };
}

function stampOf(index: string): string {
  return ['', '-wal']
    .map((suffix) => {
      try {
        const { mtimeMs, size } = statSync(`${index}${suffix}`);
        return `${mtimeMs} ${size}`;
      } catch {
        return '';
      }
    })
    .join('/');
}
