import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  const decoder: Pick<Decoder, 'derive'> = {
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
