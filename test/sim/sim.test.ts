/** A part of the long runs of `npm run sim`, the scripts that once failed, and that each bug still has its line to stand on. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUGS } from './bugs/bugs.ts';
import { putBug } from './bugs/patch-sources.ts';
import { runScript } from './run-script.ts';
import { runSeeds } from './run-seeds.ts';
import { scriptSchema } from './script.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

test('2,000 runs of stations and a server under trouble', { timeout: 240_000 }, async () => {
  const { runs, failures } = await runSeeds({ first: 1, runs: 2000, threads: 2 });
  expect(failures).toEqual([]);
  expect(runs).toBe(2000);
});

describe('a script that failed once', () => {
  const scripts = globSync('scripts/*.json', { cwd: import.meta.dirname }).sort();
  test.each(scripts)('%s', async (file) => {
    const text = readFileSync(path.join(import.meta.dirname, file), 'utf8');
    expect((await runScript(scriptSchema.parse(JSON.parse(text)))).failure).toBeNull();
  });
});

describe('the list of seeded bugs', () => {
  test('has every bug once', () => expect(new Set(BUGS.map(({ name }) => name)).size).toBe(BUGS.length));

  test.each(BUGS)('$name stands on a line of the program', (bug) => {
    const source = readFileSync(path.join(ROOT, bug.file), 'utf8');
    expect(putBug(bug, source)).not.toBe(source);
  });
});
