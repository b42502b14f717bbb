import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TroubleError } from '../../../shared/result.ts';
import { checkFolder } from './folder-rules.ts';

let place: string;
const at = (...names: string[]) => path.join(place, ...names);

beforeAll(() => {
  place = mkdtempSync(path.join(tmpdir(), 'qoima-watched-'));
  for (const name of ['data/vault', 'data/..scans', 'scans', 'data2'])
    mkdirSync(at(name), { recursive: true });
  writeFileSync(at('file'), '');
  symlinkSync(at('data', 'vault'), at('link'));
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

const code = (folder: string) =>
  checkFolder(folder, at('data')).then(
    () => 'none',
    (error: TroubleError) => error.code,
  );

test('folders beside the data can be watched, also those whose name begins like its own', async () => {
  expect(await Promise.all([at('scans'), at('data2'), at('scans', '..', 'data2')].map(code))).toEqual([
    'none',
    'none',
    'none',
  ]);
});

test('what the program writes is nothing to take in: in the data, above it, by a link, by a name of dots', async () => {
  const inside = [
    at('data'),
    at('data', 'vault'),
    place,
    at('link'),
    at('data', '..scans'),
    path.parse(place).root,
  ];
  for (const folder of inside) expect([folder, await code(folder)]).toEqual([folder, 'CAPTURE_INSIDE_DATA']);
});

test('half a path, a file and what is not there are no folders', async () => {
  expect(await code('scans')).toBe('CAPTURE_NOT_ABSOLUTE');
  expect(await code(at('file'))).toBe('CAPTURE_NO_FOLDER');
  expect(await code(at('nowhere'))).toBe('CAPTURE_NO_FOLDER');
});
