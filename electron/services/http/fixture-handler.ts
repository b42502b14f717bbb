/** The handler of requests for bytes, over a window, a scan and pictures of its tests. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { fail, ok } from '../../../shared/result.ts';
import { createHandler, type HandleRequest } from './handler.ts';
import { openStaticFiles } from './static-files.ts';

export const SHA = 'a'.repeat(64);
export const IMPORT = '0190a5b0-0000-7000-8000-000000000001';
export const BYTES = Buffer.from(`%PDF-1.7\n${'0123456789'.repeat(100)}`);

type HandlerPlace = {
  readonly folder: string;
  readonly reported: readonly unknown[];
  readonly ask: (target: string, init?: RequestInit) => Promise<Response>;
};

/** For a file of tests: a folder with a built window and one scan, and a handler over them. */
export function useHandler(): HandlerPlace {
  const own = { folder: '' };
  const reported: unknown[] = [];
  let handle: HandleRequest = () => Promise.reject(new Error('made before all tests'));
  beforeAll(() => {
    own.folder = mkdtempSync(path.join(tmpdir(), 'qoima-http-'));
    writeFileSync(path.join(own.folder, 'secret'), 'outside the window');
    const scan = path.join(own.folder, 'scan');
    writeFileSync(scan, BYTES);
    handle = handlerOf({
      staticFiles: openStaticFiles(makeWindow(own.folder)),
      ...scansOf(scan),
      report: (_event, error) => {
        reported.push(error);
        return 'r1';
      },
    });
  });
  afterAll(() => rmSync(own.folder, { recursive: true, force: true }));
  return {
    get folder() {
      return own.folder;
    },
    reported,
    ask: (target, init) => handle(new Request(`http://127.0.0.1:4747${target}`, init)),
  };
}

type HandlerDeps = Parameters<typeof createHandler>[0];

/** A handler that has nothing but what is given. */
export function handlerOf(deps: Partial<HandlerDeps>): HandleRequest {
  return createHandler({
    staticFiles: async () => null,
    canWrite: true,
    locate: async () => null,
    picture: async () => fail('NOT_FOUND'),
    tiles: async () => fail('NOT_FOUND'),
    tile: async () => null,
    putFile: async () => ok(null),
    report: () => 'r0',
    ...deps,
  });
}

function makeWindow(folder: string): string {
  const window = path.join(folder, 'window');
  mkdirSync(path.join(window, 'assets'), { recursive: true });
  writeFileSync(path.join(window, 'index.html'), '<!doctype html><title>t</title>');
  writeFileSync(path.join(window, 'assets/a.js'), 'export {};');
  writeFileSync(path.join(window, 'not-listed.txt'), 'x');
  writeFileSync(
    path.join(window, 'files.json'),
    JSON.stringify([
      { path: 'index.html', mime: 'text/html; charset=utf-8' },
      { path: 'assets/a.js', mime: 'text/javascript; charset=utf-8' },
    ]),
  );
  return window;
}

/** One scan with one picture and one row of tiles; another is a bug, all others are not there. An upload tells its size by its number. */
function scansOf(scan: string): Pick<HandlerDeps, 'locate' | 'picture' | 'tiles' | 'tile' | 'putFile'> {
  return {
    async locate(sha256) {
      if (sha256.startsWith('b')) throw new Error(`/somewhere/${sha256}`);
      return sha256 === SHA ? { path: scan, size: BYTES.length } : null;
    },
    picture: async (_sha256, index) =>
      index === 0 ? ok({ path: scan, mime: 'image/webp' }) : fail(index === 1 ? 'NO_PICTURE' : 'NOT_FOUND'),
    tiles: async (_sha256, index, { wait }) =>
      index === 0 ? ok(wait ? { state: 'none', code: 'SMALL' } : { state: 'making' }) : fail('NOT_FOUND'),
    tile: async (sha256, index, { level, x, y }) =>
      sha256 === SHA && x < 2 ? new Uint8Array([index, level, x, y]) : null,
    async putFile(_id, no, bytes) {
      let size = 0;
      for await (const part of bytes) size += part.byteLength;
      return no === size ? ok(null) : fail('DISK_FULL', { free: 7 });
    },
  };
}
