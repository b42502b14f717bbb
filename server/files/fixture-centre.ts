/** For the tests of this folder: the file part of a centre over HTTP, asked as a station asks. One centre for all tests of a file. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { ARCHIVE } from '../../node/vault/fixture-vault.ts';
import { must } from '../../shared/must.ts';
import type { FilesState } from '../../shared/sync/files/wire-files.ts';
import { startFilesCentre, type FilesCentre } from '../../test/fixtures/files-centre.ts';

const REPLICA = 'aaaaaaaaaaaaaaaaaaaaaaaaaa';
export const TUS = { 'tus-resumable': '1.0.0' };
export const BYTES = { ...TUS, 'content-type': 'application/offset+octet-stream' };

export type CentreWorld = {
  readonly centre: () => FilesCentre;
  /** Of the archive, on the server. */
  readonly folder: () => string;
  /** An address below the archive's. */
  readonly at: (tail: string) => string;
  readonly up: (sha256: string, replica?: string) => string;
  /** Sends a file in one request, and hears that it is verified. */
  readonly upload: (bytes: Uint8Array) => Promise<void>;
  readonly stateOf: (...hashes: string[]) => Promise<FilesState>;
  /** Closes the centre, does this, and opens it again on the same folder. */
  readonly reopen: (meanwhile?: () => Promise<void>) => Promise<void>;
  /** Sets its clock, until the test ends. */
  readonly setClock: (ms: number) => void;
};

/** What a test changes of names and clock is as before when it ends. */
export function useCentre(): CentreWorld {
  let folder = '';
  let centre: FilesCentre | undefined;
  let clock = 0;
  const start = () => startFilesCentre(folder, { now: () => clock });
  const now = () => must(centre, 'made before all tests');
  const at = (tail: string) => `${now().url}/v1/a/${ARCHIVE}/${tail}`;
  const up = (sha256: string, replica = REPLICA) => at(`up/${sha256}.${replica}`);
  const forget = () => {
    clock = Date.UTC(2026, 5, 1);
    centre?.named.add('*');
  };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'centre-'));
    forget();
    centre = await start();
  });
  afterEach(forget);
  afterAll(async () => {
    await centre?.close();
    await rm(folder, { recursive: true, force: true });
  });

  return {
    centre: now,
    folder: () => path.join(folder, 'archives', ARCHIVE),
    at,
    up,
    async upload(bytes) {
      const answer = await send(
        'POST',
        up(digest(bytes)),
        { ...BYTES, 'upload-length': String(bytes.length) },
        bytes,
      );
      expect([answer.status, answer.headers.get('qoima-verified')]).toEqual([201, digest(bytes)]);
    },
    async stateOf(...hashes) {
      const json = { 'content-type': 'application/json' };
      const answer = await send('POST', at('files/state'), json, Buffer.from(JSON.stringify({ hashes })));
      return (await answer.json()) as FilesState;
    },
    async reopen(meanwhile) {
      await now().close();
      await meanwhile?.();
      centre = await start();
    },
    setClock(ms) {
      clock = ms;
    },
  };
}

export const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

export function send(method: string, url: string, headers: Record<string, string>, body?: Uint8Array) {
  return fetch(url, { method, headers, ...(body === undefined ? {} : { body: Buffer.from(body) }) });
}

export async function codeOf(answer: Response): Promise<[number, string | undefined]> {
  return [answer.status, ((await answer.json()) as { code?: string }).code];
}

export async function eventually<T>(ask: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
