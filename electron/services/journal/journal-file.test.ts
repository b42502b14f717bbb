/** Bad days of the file itself: damaged, foreign, newer, older, lost. Whatever is found is left as it was. */
import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';
import { FOUNDING, make, makeUnit, openTestJournal } from './fixture.ts';
import { inspectJournal, openJournalFile } from './journal-file.ts';
import { latestVersion, migrate, MIGRATIONS, schemaVersion, type Migration } from './schema.ts';
import { verifyJournal } from './verify.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  const journal = await openTestJournal();
  makeUnit(journal);
  journal.write(
    Array.from({ length: 200 }, () => make('document', { parent: null, 'title/kk': 'Хат' }).edit),
  );
  journal.close();
  ({ folder, path } = journal);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function codeOfOpening(migrations = MIGRATIONS): Promise<string> {
  try {
    (await openJournalFile(path, FOUNDING, migrations)).close();
  } catch (error) {
    if (error instanceof TroubleError) return error.code;
    throw error;
  }
  return 'none';
}

/** Every file of the folder with the hash of its bytes, but SQLite's shared memory and a log without content. */
function contents(): Record<string, string> {
  const names = readdirSync(folder).filter(
    (name) => !name.endsWith('-shm') && (!name.endsWith('-wal') || statSync(join(folder, name)).size > 0),
  );
  return Object.fromEntries(
    names.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}

function overwrite(at: number, bytes: string): void {
  const file = openSync(path, 'r+');
  writeSync(file, bytes, at);
  closeSync(file);
}

describe('a journal that is', () => {
  const SABOTAGE: Readonly<Record<string, () => void>> = {
    'cut to half its length': () => truncateSync(path, Math.floor(statSync(path).size / 2)),
    'cut in the middle of a page': () => truncateSync(path, 5000),
    empty: () => truncateSync(path, 0),
    'no database at all': () => writeFileSync(path, 'Қойма '.repeat(10_000)),
    'without its first page': () => overwrite(0, '\0'.repeat(4096)),
    'a database of another program': () => {
      rmSync(path);
      const other = openDatabase(path, { broken: 'X' });
      other.exec('CREATE TABLE t (a)');
      other.close();
    },
    'without its archive': () => {
      const db = openDatabase(path, { broken: 'X' });
      db.exec("DELETE FROM meta WHERE key = 'archive'");
      db.close();
    },
  };

  test.each(Object.entries(SABOTAGE))('%s is JOURNAL_BROKEN and left as it is', async (_name, sabotage) => {
    sabotage();
    const before = contents();
    expect(await codeOfOpening()).toBe('JOURNAL_BROKEN');
    expect(contents()).toEqual(before);
  });

  test('damaged inside is JOURNAL_BROKEN where it is read, and found by the check', () => {
    for (let at = 3 * 4096; at < statSync(path).size; at += 4096) overwrite(at, '\xff'.repeat(2000));
    let found: unknown;
    try {
      const db = inspectJournal(path);
      found = verifyJournal(db).codes;
      db.close();
    } catch (error) {
      found = error instanceof TroubleError ? [error.code] : error;
    }
    expect(found).toSatisfy(
      (codes: string[]) => codes.includes('FILE_DAMAGED') || codes.includes('JOURNAL_BROKEN'),
    );
  });

  test('of a newer program is JOURNAL_NEWER and left as it is', async () => {
    const db = openDatabase(path, { broken: 'X' });
    db.exec(`PRAGMA user_version = ${latestVersion(MIGRATIONS) + 1}`);
    db.close();
    const before = contents();
    expect(await codeOfOpening()).toBe('JOURNAL_NEWER');
    expect(contents()).toEqual(before);
  });

  test('gone from beside its scans, or from beside its own log, is missed and not made anew', async () => {
    rmSync(path);
    mkdirSync(join(folder, 'vault'));
    writeFileSync(join(folder, 'vault', 'vault.json'), '{}');
    expect(await codeOfOpening()).toBe('JOURNAL_MISSING');
    rmSync(join(folder, 'vault'), { recursive: true });
    writeFileSync(`${path}-wal`, 'x');
    expect(await codeOfOpening()).toBe('JOURNAL_MISSING');
    expect(existsSync(path)).toBe(false);
  });
});

test('a first start that was cut off is begun again', async () => {
  rmSync(path);
  writeFileSync(`${path}.new`, 'half');
  writeFileSync(`${path}.new-wal`, 'half');
  expect(await codeOfOpening()).toBe('none');
  expect(readdirSync(folder).sort()).toEqual(['journal.db']);
});

describe('a journal whose last writes were cut off anywhere', () => {
  test.for([0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 0.999])(
    'at %f of its log opens with whole transactions',
    async (share) => {
      // As a power cut leaves them: the files as they stand while the writer still has them open, the log torn.
      const journal = await openTestJournal(folder);
      const first = journal.head().n;
      const made: string[][] = [];
      for (let i = 0; i < 30; i++) {
        const documents = Array.from({ length: 1 + (i % 5) }, () =>
          make('document', { parent: null, 'title/kk': 'Хат' }),
        );
        journal.write(documents.map(({ edit }) => edit));
        made.push(documents.map(({ id }) => id));
      }
      const copy = join(folder, 'copy');
      mkdirSync(copy);
      copyFileSync(path, join(copy, 'journal.db'));
      copyFileSync(`${path}-wal`, join(copy, 'journal.db-wal'));
      truncateSync(join(copy, 'journal.db-wal'), Math.floor(statSync(`${path}-wal`).size * share));
      journal.close();

      const found = await openTestJournal(copy);
      const kept = found.head().n - first;
      expect(kept).toBeLessThan(30);
      for (const [i, ids] of made.entries()) expect(found.state(ids)).toHaveLength(i < kept ? ids.length : 0);
      expect(verifyJournal(found.db).codes).toEqual([]);
      expect(found.write([make('document', { parent: null }).edit]).n).toBe(found.head().n);
      found.close();
    },
  );
});

describe('an older journal', () => {
  const next: Migration = {
    version: latestVersion(MIGRATIONS) + 1,
    why: 'a test',
    up: `ALTER TABLE records ADD COLUMN colour TEXT; UPDATE records SET colour = 'red' WHERE t = 'unit';`,
  };

  test('is brought up step by step, everything in it', async () => {
    const before = inspectJournal(path);
    const ops = before.prepare('SELECT * FROM ops ORDER BY pos').all();
    before.close();
    const last: Migration = { version: next.version + 1, why: 'a test', up: 'DROP TABLE stand_ins' };
    const db = await openJournalFile(path, FOUNDING, [...MIGRATIONS, next, last]);
    expect(schemaVersion(db)).toBe(last.version);
    expect(db.prepare('SELECT DISTINCT colour FROM records WHERE t = ?').all('unit')).toEqual([
      { colour: 'red' },
    ]);
    expect(db.prepare('SELECT * FROM ops ORDER BY pos').all()).toEqual(ops);
    expect(verifyJournal(db).ok).toBe(true);
    db.close();
    expect(await codeOfOpening()).toBe('JOURNAL_NEWER');
  });

  test('stays at its version when a step fails halfway', async () => {
    const torn: Migration = { ...next, up: `${next.up} INSERT INTO nowhere VALUES (1);` };
    await expect(openJournalFile(path, FOUNDING, [...MIGRATIONS, torn])).rejects.toThrow('nowhere');
    const db = await openJournalFile(path, FOUNDING);
    expect(schemaVersion(db)).toBe(latestVersion(MIGRATIONS));
    expect(verifyJournal(db).ok).toBe(true);
    db.close();
  });

  test('of version 1 keeps what takes its commands back', () => {
    const db = openDatabase(join(folder, 'first.db'), { broken: 'JOURNAL_BROKEN' });
    migrate(db, MIGRATIONS.slice(0, 1));
    const insert = db.prepare('INSERT INTO commands VALUES (?, ?, ?, ?, ?, ?, ?)');
    insert.run('a', 1, 'window', 'record.edit', null, 'done', '[{"rec":"r"}]');
    insert.run('b', 2, 'jobs', 'import.add', 'g', null, null);
    migrate(db);
    expect(db.prepare('SELECT * FROM reverses').all()).toEqual([
      { command: 'a', no: 0, reverse: '[{"rec":"r"}]' },
    ]);
    expect(db.prepare('SELECT id, n, stack, partial FROM commands').all()).toEqual([
      { id: 'a', n: 1, stack: 'done', partial: 0 },
      { id: 'b', n: 2, stack: null, partial: 0 },
    ]);
    db.close();
  });

  test('of version 3, with all that it holds, becomes one station’s of many', async () => {
    const old = join(folder, 'third.db');
    const third = openDatabase(old, { broken: 'JOURNAL_BROKEN' });
    third.exec('PRAGMA application_id = 0x514f494a');
    migrate(third, MIGRATIONS.slice(0, 3));
    third.prepare('ATTACH ? AS new').run(path);
    // As the program of that version had left this very journal.
    for (const table of ['meta', 'replicas', 'ops', 'records', 'commands', 'reverses', 'stand_ins']) {
      const columns = third
        .prepare<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`)
        .all()
        .map(({ name }) => name)
        .join();
      third.exec(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM new.${table}`);
    }
    third.close();
    const inspected = inspectJournal(old);
    expect(verifyJournal(inspected).codes).toEqual([]);
    inspected.close();
    const rowsOf = (db: Database, sql: string) => db.prepare(sql).all();
    const all = [
      'SELECT * FROM records ORDER BY id',
      'SELECT * FROM ops ORDER BY pos',
      'SELECT * FROM replicas',
    ];
    const now = inspectJournal(path);
    const expected = all.map((sql) => rowsOf(now, sql));
    now.close();

    const db = await openJournalFile(old, FOUNDING);
    expect(schemaVersion(db)).toBe(latestVersion(MIGRATIONS));
    expect(all.map((sql) => rowsOf(db, sql))).toEqual(expected);
    expect(db.prepare('SELECT number FROM records WHERE number IS NOT NULL').all()).toHaveLength(3);
    expect(verifyJournal(db).codes).toEqual([]);
    db.close();
  });

  test('comes of steps that are published: numbered without gaps and never edited', () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, i) => i + 1));
    const hashes = MIGRATIONS.map(({ up }) => createHash('sha256').update(up).digest('hex').slice(0, 16));
    // A changed hash here means that journals in the field have other tables than this program thinks: add a step instead.
    expect(hashes).toEqual(['c0c7179c2d8b8f51', '4b5c49b3866ce870', 'a2d9d99bb6f3958a', '2357f286119449ca']);
  });
});

test('behind a link that leads nowhere just now it is missed and not made anew', async () => {
  const away = join(folder, 'away.db');
  renameSync(path, away);
  symlinkSync(join(folder, 'unplugged', 'journal.db'), path);
  expect(await codeOfOpening()).toBe('FILE_MISSING');
  expect(lstatSync(path).isSymbolicLink()).toBe(true);
});
