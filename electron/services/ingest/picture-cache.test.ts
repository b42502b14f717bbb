import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fail, ok } from '../../../shared/result.ts';
import type { Decoder } from '../decode/decoder.ts';
import { createPictureCache } from './picture-cache.ts';

const SHA = 'a'.repeat(64);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a file that is moved while its picture is made is looked for again', async () => {
  const places = ['staging', 'object'];
  const asked: string[] = [];
  const decoder: Pick<Decoder, 'derive' | 'sweep'> = {
    sweep: async () => 0,
    async derive(file, _index, targets) {
      asked.push(file);
      if (file === 'staging') return fail('NO_PICTURE');
      for (const { to } of targets) writeFileSync(to, 'picture');
      return ok(null);
    },
  };
  const vault = { locate: async () => ({ path: places.shift() ?? 'object', size: 1 }) };
  const cache = createPictureCache({ folder, vault, decoder });
  expect(await cache.picture(SHA, 0, 'thumb')).toMatchObject({ ok: true });
  expect(asked).toEqual(['staging', 'object']);
});

test('a picture that is looked at counts as used, and the sum of all is looked after', async () => {
  const swept: [string, number][] = [];
  const decoder: Pick<Decoder, 'derive' | 'sweep'> = {
    async derive(_file, _index, targets) {
      for (const { to } of targets) writeFileSync(to, 'picture');
      return ok(null);
    },
    async sweep(cache, limitBytes) {
      swept.push([cache, limitBytes]);
      return 0;
    },
  };
  const vault = { locate: async () => ({ path: 'object', size: 1 }) };
  const cache = createPictureCache({ folder, vault, decoder, limitBytes: 77 });
  const made = await cache.picture(SHA, 0, 'thumb');
  const file = made.ok ? made.value.path : '';
  const before = new Date('2026-01-01T00:00:00Z');
  utimesSync(file, before, before);
  expect(await cache.picture(SHA, 0, 'thumb')).toEqual(made);
  expect(statSync(file).mtimeMs).toBeGreaterThan(before.getTime());
  for (let index = 1; index <= 5; index++) await cache.picture(SHA, index, 'thumb');
  expect(swept).toEqual([[path.join(folder, 'cache'), 77]]);
});
