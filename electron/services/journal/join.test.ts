import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, expect, test } from 'vitest';
import { TroubleError } from '../../../shared/result.ts';
import { FOUNDING, make, NOON, openTestJournal, tempFolder, type TestJournal } from './fixture.ts';
import { openJournalFile } from './journal-file.ts';
import { settleMachine } from './machine-mark.ts';
import { verifyJournal } from './verify.ts';

const JOIN = { archive: newId(), person: newId() };

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder as a first start leaves it: journal and vault, nothing done. */
async function founded(work?: (journal: TestJournal) => void): Promise<string> {
  const folder = tempFolder();
  folders.push(folder);
  const journal = await openTestJournal(folder);
  work?.(journal);
  journal.close();
  mkdirSync(join(folder, 'vault', 'staging'), { recursive: true });
  mkdirSync(join(folder, 'vault', 'ocfl', 'extensions'), { recursive: true });
  writeFileSync(join(folder, 'vault', 'vault.json'), '{}');
  return folder;
}

async function archiveAfterJoining(folder: string): Promise<string> {
  try {
    const journal = await openTestJournal(folder, JOIN);
    const { archive } = journal.identity;
    expect(verifyJournal(journal.db).ok).toBe(true);
    journal.close();
    return archive;
  } catch (error) {
    if (error instanceof TroubleError) return error.code;
    throw error;
  }
}

test('a journal in which nothing was done gives way to the archive that is joined, once', async () => {
  const folder = await founded();
  expect(await archiveAfterJoining(folder)).toBe(JOIN.archive);
  expect(existsSync(join(folder, 'vault', 'vault.json'))).toBe(false);
  const journal = await openTestJournal(folder);
  expect(journal.identity).toMatchObject(JOIN);
  expect(journal.head()).toMatchObject({ n: 0, records: 0, mark: '' });
  journal.write([make('fonds', { parent: null, number: { num: 1 } }).edit]);
  journal.close();
  // Asked again after a cut, the joined one with its work is opened.
  expect(await archiveAfterJoining(folder)).toBe(JOIN.archive);
});

test('an empty folder joins too', async () => {
  const folder = tempFolder();
  folders.push(folder);
  expect(await archiveAfterJoining(folder)).toBe(JOIN.archive);
});

test.each<[string, (folder: string) => void, ((journal: TestJournal) => void)?]>([
  ['a change was made', () => undefined, (journal) => journal.write([make('fonds', { parent: null }).edit])],
  [
    'a part of a step waits',
    () => undefined,
    (journal) => {
      const edits = [make('fonds', { parent: null }).edit];
      journal.takePart({
        part: { step: newId(), command: 'record.batch', no: 0, total: 2, edits },
        now: NOON,
      });
    },
  ],
  ['a batch is being built', (folder) => mkdirSync(join(folder, 'vault', 'staging', newId()))],
  [
    'a scan is stored',
    (folder) => {
      const object = join(folder, 'vault', 'ocfl', 'abc', 'def', '012', 'abcdef012');
      mkdirSync(object, { recursive: true });
      writeFileSync(join(object, '0=ocfl_object_1.1'), 'ocfl_object_1.1\n');
    },
  ],
])('where %s, nothing gives way and nothing changes', async (_name, prepare, work) => {
  const folder = await founded(work);
  prepare(folder);
  const before = await openTestJournal(folder);
  const { identity } = before;
  expect(await before.isBlank()).toBe(false);
  before.close();
  expect(await archiveAfterJoining(folder)).toBe('ARCHIVE_NOT_EMPTY');
  const journal = await openTestJournal(folder);
  expect(journal.identity).toEqual(identity);
  expect(existsSync(join(folder, 'vault', 'vault.json'))).toBe(true);
  journal.close();
});

test('a start that was cut while the journal gave way begins again', async () => {
  const folder = await founded();
  rmSync(join(folder, 'vault', 'vault.json'));
  writeFileSync(join(folder, 'journal.db.new'), 'half');
  expect(await archiveAfterJoining(folder)).toBe(JOIN.archive);
});

test('on another machine every writer gets a new replica before anything is written; on the same one it stays', async () => {
  const folder = await founded();
  const db = await openJournalFile(join(folder, 'journal.db'), FOUNDING);
  const replicas = (): unknown[] =>
    db.prepare('SELECT id FROM replicas WHERE writer IS NOT NULL ORDER BY id').all();
  const first = replicas();
  expect(settleMachine(db, 'one')).toBe(false);
  expect(settleMachine(db, null)).toBe(false);
  expect(settleMachine(db, 'one')).toBe(false);
  expect(replicas()).toEqual(first);
  expect(settleMachine(db, 'two')).toBe(true);
  expect(replicas()).toHaveLength(first.length);
  for (const replica of replicas()) expect(first).not.toContainEqual(replica);
  expect(settleMachine(db, 'two')).toBe(false);
  expect(verifyJournal(db).ok).toBe(true);
  db.close();
});

test('who writes can change; what was written before stays as written', async () => {
  const folder = await founded();
  const journal = await openTestJournal(folder);
  const fonds = make('fonds', { parent: null, 'title/kk': 'Қор' });
  journal.write([fonds.edit]);
  const before = journal.identity.person;
  const account = newId();
  journal.setPerson(account);
  const other = make('fonds', { parent: null, 'title/kk': 'Екінші' });
  journal.write([other.edit]);
  const author = (id: string) => journal.state([id])[0]?.f['title/kk']?.heads[0]?.u;
  expect([author(fonds.id), author(other.id)]).toEqual([before, account]);
  expect(journal.identity.person).toBe(account);
  journal.close();
});
