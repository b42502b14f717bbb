/**
 * The journal of a generated archive, made once by the journal's own core and kept in the system's folder for temporary
 * files under a hash of all that makes it: the second run begins at once. A bench works on a copy.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { writeFileSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createJournalCore } from '../../../electron/services/journal/journal-core.ts';
import { openJournalFile } from '../../../electron/services/journal/journal-file.ts';
import { changesOf, generateArchive, type ArchiveSize } from '../../fixtures/generate-archive.ts';
import { say } from './say.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const KEPT = path.join(tmpdir(), 'qoima-bench-archives');
/** Whatever stands here decides which bytes the journal holds. */
const MAKERS = [
  'test/fixtures',
  'test/bench/catalogue',
  'electron/services/journal',
  'shared/sync',
  'shared/model',
];
const MAKERS_IN_FIXTURES = /^(generate-archive|archive-words|seeded-random)\.ts$/u;
const MAKERS_IN_BENCH = /^filled-journal\.ts$/u;

/** Noon of 2 January 2026 in UTC: a fixed clock, so that the same archive comes out each time. */
const WRITTEN_AT = 1_767_355_200_000;
/** SQLite's cache while it fills, in KiB; the index of records by their parents is written all over. */
const CACHE_KIB = 256 * 1024;

export type FilledJournal = {
  /** Records that windows follow. */
  readonly followed: number;
  /** Everything that the journal knows, pages without words among it. */
  readonly records: number;
  readonly megabytes: number;
  /** Seconds that making it took; null when it was there. */
  readonly madeInS: number | null;
  /** Copies it into a new data folder. */
  copyTo(dataFolder: string): void;
};

type Facts = Pick<FilledJournal, 'followed' | 'records' | 'megabytes'>;

/** The journal of the archive `name` of this size; others of this name are thrown away. */
export async function filledJournal(name: string, size: ArchiveSize): Promise<FilledJournal> {
  const folder = path.join(KEPT, `${name}-${hashOf(size)}`);
  let madeInS: number | null = null;
  if (!existsSync(folder)) {
    sweep(name);
    const began = performance.now();
    say(`making the archive "${name}" (kept in ${folder}) …`);
    await make(folder, size);
    madeInS = Math.round((performance.now() - began) / 1000);
    say(`made in ${madeInS} s`);
  }
  const facts = JSON.parse(readFileSync(path.join(folder, 'facts.json'), 'utf8')) as Facts;
  return {
    ...facts,
    madeInS,
    copyTo(dataFolder) {
      mkdirSync(dataFolder, { recursive: true });
      const [from, to] = [path.join(folder, 'journal.db'), path.join(dataFolder, 'journal.db')];
      // Costs nothing where the file system can share blocks.
      copyFileSync(from, to, constants.COPYFILE_FICLONE);
    },
  };
}

async function make(folder: string, size: ArchiveSize): Promise<void> {
  const draft = `${folder}.new-${process.pid}`;
  mkdirSync(draft, { recursive: true });
  try {
    const db = await openJournalFile(path.join(draft, 'journal.db'), {
      now: WRITTEN_AT,
      archiveName: '',
      personName: '',
    });
    try {
      // A draft that a power cut spoils is made again.
      db.exec(`PRAGMA synchronous = OFF; PRAGMA cache_size = -${CACHE_KIB};`);
      const core = createJournalCore(db, () => undefined);
      let now = WRITTEN_AT;
      for (const change of changesOf(generateArchive(size), 4000)) {
        core.commit({ change, writer: 'cli', now: (now += 1000) });
      }
      const { records } = db
        .prepare<{ records: number }>('SELECT count(*) AS records FROM records')
        .get() ?? {
        records: 0,
      };
      const { bytes } = db
        .prepare<{ bytes: number }>(
          'SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size',
        )
        .get() ?? { bytes: 0 };
      const facts: Facts = { followed: core.head().records, records, megabytes: Math.round(bytes / 2 ** 20) };
      writeFileSync(path.join(draft, 'facts.json'), JSON.stringify(facts));
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      db.close();
    }
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function hashOf(size: ArchiveSize): string {
  const hash = createHash('sha256').update(JSON.stringify(size));
  for (const folder of MAKERS) {
    for (const name of readdirSync(path.join(ROOT, folder)).sort()) {
      if (isMaker(folder, name)) hash.update(name).update(readFileSync(path.join(ROOT, folder, name)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

function isMaker(folder: string, name: string): boolean {
  if (folder === 'test/fixtures') return MAKERS_IN_FIXTURES.test(name);
  if (folder === 'test/bench/catalogue') return MAKERS_IN_BENCH.test(name);
  return name.endsWith('.ts') && !name.endsWith('.test.ts');
}

function sweep(name: string): void {
  if (!existsSync(KEPT)) return;
  for (const left of readdirSync(KEPT)) {
    if (left.startsWith(`${name}-`)) rmSync(path.join(KEPT, left), { recursive: true, force: true });
  }
}
