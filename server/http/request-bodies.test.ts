import { request as httpRequest } from 'node:http';
import { constants, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { problemOf, PUSH, useTrialCentre } from './fixture-requests.ts';

const MiB = 1024 * 1024;

const trial = useTrialCentre();

/** A call with a body as it is on the line. */
function raw(
  bytes: Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
  call = 'push',
): Promise<Response> {
  return fetch(`${trial.server.url}/v1/a/${trial.device.archive}/${call}`, {
    method: 'POST',
    body: bytes,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${trial.device.tokens.access}`,
      ...headers,
    },
  });
}

describe('bodies', () => {
  test('come as they are, or packed with gzip or zstd; answers are packed as one likes them', async () => {
    const text = Buffer.from(JSON.stringify(PUSH));
    expect((await raw(text, {})).status).toBe(200);
    expect((await raw(gzipSync(text), { 'content-encoding': 'gzip' })).status).toBe(200);
    expect((await raw(zstdCompressSync(text), { 'content-encoding': 'zstd' })).status).toBe(200);
    const ask = JSON.stringify({ cursor: null, limit: 50_000, mine: [] });
    const heard = await new Promise<{ encoding: unknown; bytes: Buffer }>((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        authorization: `Bearer ${trial.device.tokens.access}`,
        'accept-encoding': 'gzip, zstd',
      };
      httpRequest(
        `${trial.server.url}/v1/a/${trial.device.archive}/pull`,
        { method: 'POST', headers },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () =>
            resolve({ encoding: answer.headers['content-encoding'], bytes: Buffer.concat(chunks) }),
          );
        },
      )
        .on('error', reject)
        .end(ask);
    });
    expect(heard.encoding).toBe('zstd');
    expect(heard.bytes.length).toBeLessThan(500);
    expect(zstdDecompressSync(heard.bytes).length).toBeGreaterThan(50_000);
  });

  test('bombs end at their bound, of gzip and of zstd, and cost no memory', async () => {
    const zeros = Buffer.alloc(64 * MiB, 0x20);
    const bombs: [string, Buffer<ArrayBuffer>, number][] = [
      ['gzip', gzipSync(zeros), 413],
      ['zstd', zstdCompressSync(zeros), 413],
      // It asks for more memory than a decoder has to have.
      ['zstd', zstdCompressSync(zeros, { params: { [constants.ZSTD_c_windowLog]: 27 } }), 400],
    ];
    const before = process.memoryUsage().rss;
    for (const [encoding, bomb, status] of bombs) {
      const answer = await raw(bomb, { 'content-encoding': encoding });
      expect(answer.status).toBe(status);
      await problemOf(answer);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(120 * MiB);
    expect(trial.archive.asked).toEqual([]);
  });

  test('too long, announced or not, with or without an end, is refused at the bound', async () => {
    const long = Buffer.alloc(17 * MiB, 0x20);
    expect((await raw(long, {})).status).toBe(413);
    const bytes = Buffer.alloc(20 * 1024, 0x20);
    const small = await fetch(`${trial.server.url}/v1/challenge`, {
      method: 'POST',
      body: new Blob([bytes]).stream(),
      duplex: 'half',
      headers: { 'content-type': 'application/json' },
    } as RequestInit);
    expect(await problemOf(small)).toMatchObject({ status: 413, code: 'BATCH_TOO_LARGE' });
  });

  test('what is not JSON, not UTF-8, not its encoding or not its shape is refused by its place, never by its words', async () => {
    const bodies: [Buffer<ArrayBuffer>, Record<string, string>][] = [
      [Buffer.from('{'), {}],
      [Buffer.from([0x22, 0xff, 0x22]), {}],
      [Buffer.from('﻿{}'), {}],
      [Buffer.from('{}'), { 'content-encoding': 'gzip' }],
      [Buffer.from('{}'), { 'content-encoding': 'br' }],
      [Buffer.from('{}'), { 'content-encoding': 'gzip, gzip' }],
      [Buffer.from('{}'), { 'content-type': 'text/plain' }],
      [Buffer.from('['.repeat(200_000)), {}],
      [Buffer.from('{"segments":[{"replica":"КӨРДІМ"}]}'), {}],
    ];
    for (const [bytes, headers] of bodies) {
      const answer = await raw(bytes, headers);
      expect(answer.status).toBe(400);
      const text = JSON.stringify(await problemOf(answer));
      expect(text).toContain('BAD_REQUEST');
      expect(text).not.toContain('КӨРДІМ');
    }
    expect(trial.archive.asked).toEqual([]);
  });
});

describe('what goes wrong inside', () => {
  test('a body that is not here in time is answered, though something comes all the time', async () => {
    await trial.startAnew({ bodyMs: 600 });
    const heard = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        'content-length': '100000',
        authorization: `Bearer ${trial.device.tokens.access}`,
      };
      const url = `${trial.server.url}/v1/a/${trial.device.archive}/push`;
      const slow = httpRequest(url, { method: 'POST', headers }, (answer) => {
        clearInterval(drops);
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.on('end', () => {
          resolve({ status: answer.statusCode, text });
          slow.destroy();
        });
      }).on('error', reject);
      const drops = setInterval(() => slow.write(' '), 20);
    });
    expect(heard.status).toBe(408);
    expect(heard.text).toContain('"TOO_SLOW"');
    expect(trial.archive.asked).toEqual([]);
  });

  test('a large body over a slow line is waited for as long as it comes', async () => {
    await trial.startAnew({ bodyMs: 300 });
    const text = JSON.stringify(PUSH).padEnd(40_000);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        'content-length': String(text.length),
        authorization: `Bearer ${trial.device.tokens.access}`,
      };
      const url = `${trial.server.url}/v1/a/${trial.device.archive}/push`;
      const slow = httpRequest(url, { method: 'POST', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).on('error', reject);
      // All but the end is there at once, as if it had come in all that time.
      slow.write(text.slice(0, -1));
      setTimeout(() => slow.end(text.slice(-1)), 800);
    });
    expect(status).toBe(200);
  });
});
