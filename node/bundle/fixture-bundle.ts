/** For the tests of bundles: a folder for one, its head and key, and files to put into it. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { BundleHead } from './bundle-head.ts';
import type { BundleFile } from './fill-bundle.ts';

export const ARCHIVE = randomUUID();
export const KEY = randomBytes(32);

export const HEAD: BundleHead = {
  qoima: 'bundle',
  format: 1,
  id: randomUUID(),
  archive: ARCHIVE,
  kind: 'work',
  from: randomUUID(),
  created: '2026-11-22T10:00:00.000Z',
  key: 'k1',
};

export type Scratch = {
  /** Where the bundle goes; it is not there yet. */
  readonly folder: string;
  readonly path: string;
  /** A file with these bytes, under the name that they have. */
  file(bytes: Buffer): BundleFile;
};

/** Each test has a folder of its own. */
export function useScratch(): Scratch {
  let scratch = '';
  beforeEach(() => {
    scratch = mkdtempSync(path.join(tmpdir(), 'qoima-bundle-'));
  });
  afterEach(() => rmSync(scratch, { recursive: true, force: true }));
  return {
    get folder() {
      return path.join(scratch, 'bundle');
    },
    get path() {
      return scratch;
    },
    file(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const source = path.join(scratch, sha256);
      writeFileSync(source, bytes);
      return { sha256, size: bytes.length, source };
    },
  };
}
