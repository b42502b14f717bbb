import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { v7 as newId } from 'uuid';
import type { PutRow, SnapshotManifest } from '../../shared/sync/wire/messages.ts';
import { createFolderShelf } from './snapshot-shelf.ts';

const DAY = 24 * 60 * 60 * 1000;
let folder: string;
let clock: number;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-shelf-'));
  clock = Date.now();
});
afterEach(() => rmSync(folder, { recursive: true }));

function head(srv: number): Omit<SnapshotManifest, 'parts' | 'records'> {
  const cursor = { epoch: '00000000-0000-4000-8000-000000000000', srv, hash: '0'.repeat(16) };
  return { id: newId(), cursor, vector: {}, held: [], withheld: [], seals: [] };
}

function rows(count: number): PutRow[] {
  return Array.from({ length: count }, () => ({ rec: newId(), state: null, without: [] }));
}

async function* inParts(...parts: PutRow[][]): AsyncGenerator<PutRow[]> {
  yield* parts;
}

test('parts come back as they were put in, by their hashes', async () => {
  const shelf = createFolderShelf(folder, () => clock);
  const [first, second] = [rows(3), rows(2)];
  const manifest = await shelf.keep(head(7), inParts(first, second));
  expect(manifest).toMatchObject({
    records: 5,
    parts: [
      { n: 0, rows: 3 },
      { n: 1, rows: 2 },
    ],
  });
  expect(await shelf.newest()).toEqual(manifest);
  expect(await shelf.part({ snapshot: manifest.id, n: 1 })).toEqual(second);
  expect(await shelf.part({ snapshot: manifest.id, n: 2 })).toBeNull();
  const file = await shelf.file(manifest.id, 0);
  expect(file?.size).toBe(manifest.parts[0]?.bytes);
  writeFileSync(file?.path ?? '', readFileSync(file?.path ?? '').fill(0, 5));
  expect(await shelf.part({ snapshot: manifest.id, n: 0 })).toBeNull();
});

test('one that was cut never was, and goes with the next', async () => {
  const shelf = createFolderShelf(folder, () => clock);
  const cut = async function* (): AsyncGenerator<PutRow[]> {
    yield rows(1);
    throw new Error('cut');
  };
  await expect(shelf.keep(head(1), cut())).rejects.toThrow('cut');
  writeFileSync(path.join(folder, 'half.draft'), '');
  expect(await shelf.newest()).toBeNull();
  const { id } = await shelf.keep(head(2), inParts(rows(1)));
  expect(readdirSync(folder)).toEqual([id]);
});

test('a superseded one stays for a week, and ten at most', async () => {
  const shelf = createFolderShelf(folder, () => clock);
  const ids: string[] = [];
  for (let srv = 1; srv <= 12; srv++) {
    const { id } = await shelf.keep(head(srv), inParts(rows(1)));
    ids.push(id);
    const made = (clock - (13 - srv) * 1000) / 1000;
    utimesSync(path.join(folder, id, 'manifest.json'), made, made);
  }
  await shelf.tidy();
  expect(readdirSync(folder).sort()).toEqual(ids.slice(2).sort());
  clock += 7 * DAY;
  await shelf.tidy();
  expect(readdirSync(folder)).toEqual(ids.slice(-1));
});
