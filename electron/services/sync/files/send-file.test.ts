/** One file up to a centre that does not do as it should. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fail, ok } from '../../../../shared/result.ts';
import type { CentreFetch } from '../line/centre-fetch.ts';
import { createPieces, sendFile } from './send-file.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qoima-send-'));
  path = join(folder, 'a.tif');
  writeFileSync(path, 'scan');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const send = (fetch: CentreFetch, signal = new AbortController().signal) =>
  sendFile({
    fetch,
    signal,
    path,
    size: 4,
    sha256: 'a'.repeat(64),
    replica: '0190d1b2-0000-7000-8000-0000000000a1',
    isBegun: false,
    pieces: createPieces(),
    progress: () => undefined,
  });

async function* nothing(): AsyncGenerator<Uint8Array> {
  // No body.
}

test('one that answers and takes nothing is not sent the same for ever', async () => {
  let sent = 0;
  const answer = await send(async (_path, { method }) => {
    if (method !== 'HEAD') sent++;
    const status = method === 'HEAD' ? 200 : method === 'POST' ? 201 : 204;
    return ok({ status, headers: new Headers({ 'upload-offset': '0' }), body: nothing() });
  });
  expect(answer).toMatchObject({ ok: false, code: 'UPLOAD_OFFSET' });
  expect(sent).toBeLessThan(10);
});

test('waiting for one who sent before ends with the round', async () => {
  const ending = new AbortController();
  const answer = await send(async () => {
    setImmediate(() => ending.abort());
    return fail('UPLOAD_LOCKED');
  }, ending.signal);
  expect(answer).toMatchObject({ ok: false, code: 'CANCELLED' });
});
