/**
 * Snapshots as folders: parts of zstd NDJSON and, as the last file, the manifest. One without a manifest never was; one that
 * was superseded stays for a week, because a station may be in the middle of it.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import {
  renameWithRetry,
  syncFolder,
  writeFileAtomic,
  writeFileSynced,
} from '../../node/files/atomic-write.ts';
import { onDisk } from '../../node/files/disk-trouble.ts';
import { readJsonFile } from '../../node/files/json-file.ts';
import type { SnapshotShelf } from '../../shared/sync/archive/service-deps.ts';
import {
  putRowSchema,
  snapshotManifestSchema,
  type SnapshotManifest,
} from '../../shared/sync/wire/messages.ts';

const MANIFEST_FILE = 'manifest.json';
const DRAFT = '.draft';
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;
/** More are not kept, however young they are. */
const MOST_KEPT = 10;
/** What one part may hold when it is unpacked: a row is bounded by what an op may be. */
const MOST_PART_BYTES = 256 * 1024 * 1024;

export type FolderShelf = SnapshotShelf & {
  /** Where a part's bytes lie; null when there is no such part, or no longer. */
  file(snapshot: string, n: number): Promise<{ path: string; size: number; sha256: string } | null>;
  /** Takes away drafts of an earlier run, and what is too old. */
  tidy(): Promise<void>;
};

/** The shelf in `folder`, which is made when something is kept. */
export function createFolderShelf(folder: string, now: () => number): FolderShelf {
  const manifestOf = async (id: string): Promise<SnapshotManifest | null> => {
    const read = await readJsonFile(join(folder, id, MANIFEST_FILE), snapshotManifestSchema, {
      setAside: false,
    });
    return read.ok ? read.value : null;
  };

  /** Whole snapshots, the newest first. */
  async function kept(): Promise<{ id: string; madeAt: number; manifest: SnapshotManifest }[]> {
    const all = [];
    for (const id of await listed(folder)) {
      const manifest = id.endsWith(DRAFT) ? null : await manifestOf(id);
      const file = await stat(join(folder, id, MANIFEST_FILE)).catch(() => null);
      if (manifest !== null && file !== null) all.push({ id, madeAt: file.mtimeMs, manifest });
    }
    return all.sort((a, b) => b.madeAt - a.madeAt || b.manifest.cursor.srv - a.manifest.cursor.srv);
  }

  async function tidy(): Promise<void> {
    const all = await kept();
    const [, ...older] = all;
    const goes = older.filter(({ madeAt }, i) => i + 1 >= MOST_KEPT || now() - madeAt > KEPT_MS);
    const whole = new Set(all.map(({ id }) => id));
    const drafts = (await listed(folder)).filter((name) => !whole.has(name));
    for (const name of [...drafts, ...goes.map(({ id }) => id)])
      await onDisk(folder, () => rm(join(folder, name), { recursive: true, force: true }));
  }

  const file: FolderShelf['file'] = async (snapshot, n) => {
    const part = (await manifestOf(snapshot))?.parts[n];
    if (part === undefined) return null;
    return { path: join(folder, snapshot, partName(n)), size: part.bytes, sha256: part.sha256 };
  };

  return {
    tidy,
    newest: async () => (await kept())[0]?.manifest ?? null,

    async keep(head, rowsOfParts) {
      await onDisk(folder, () => mkdir(folder, { recursive: true }));
      await tidy();
      const draft = join(folder, `${head.id}${DRAFT}`);
      await onDisk(draft, () => mkdir(draft));
      try {
        const parts: SnapshotManifest['parts'][number][] = [];
        let records = 0;
        for await (const rows of rowsOfParts) {
          const n = parts.length;
          const bytes = zstdCompressSync(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
          await writeFileSynced(join(draft, partName(n)), bytes);
          parts.push({ n, rows: rows.length, bytes: bytes.length, sha256: sha256(bytes) });
          records += rows.length;
        }
        const manifest: SnapshotManifest = { ...head, records, parts };
        await writeFileAtomic(join(draft, MANIFEST_FILE), JSON.stringify(manifest));
        await renameWithRetry(draft, join(folder, head.id));
        await syncFolder(folder);
        return manifest;
      } catch (error) {
        await rm(draft, { recursive: true, force: true }).catch(() => undefined);
        throw error;
      }
    },

    async part({ snapshot, n }) {
      const found = await file(snapshot, n);
      if (found === null) return null;
      const bytes = await onDisk(found.path, () => readFile(found.path));
      if (sha256(bytes) !== found.sha256) return null;
      const text = zstdDecompressSync(bytes, { maxOutputLength: MOST_PART_BYTES }).toString('utf8');
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => putRowSchema.parse(JSON.parse(line)));
    },

    file,
  };
}

function partName(n: number): string {
  return `${String(n).padStart(5, '0')}.ndjson.zst`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function listed(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
