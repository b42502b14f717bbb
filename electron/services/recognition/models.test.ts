/** Models side by side for the engine: the newest of a name, also when it is as long as the one before it. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findModels, gatherModels } from './models.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-gather-'));
  mkdirSync(path.join(folder, 'models'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function gather(): Promise<{ stamp: string; bytes: string }> {
  const work = path.join(folder, 'work');
  const gathered = await gatherModels(await findModels([path.join(folder, 'models')]), ['kaz'], work);
  if (!gathered.ok) throw new Error(gathered.code);
  expect(readdirSync(work)).toEqual(['kaz.traineddata']);
  return {
    stamp: gathered.value.stamp,
    bytes: readFileSync(path.join(gathered.value.folder, 'kaz.traineddata'), 'utf8'),
  };
}

test('a model that was trained further takes the place of the earlier one, and engines are told', async () => {
  const file = path.join(folder, 'models', 'kaz.traineddata');
  writeFileSync(file, 'first');
  utimesSync(file, 1000, 1000);
  const first = await gather();
  expect(await gather()).toEqual(first);
  writeFileSync(file, 'other');
  utimesSync(file, 2000, 2000);
  const other = await gather();
  expect(other.bytes).toBe('other');
  expect(other.stamp).not.toBe(first.stamp);
});
