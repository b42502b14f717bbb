/** Where bytes lie: in the staging of open batches, and in objects by the digest index. What it names is there. */
import { join } from 'node:path';
import { objectPath } from '../ocfl/storage-root.ts';
import { CONTENT_FOLDER } from '../ocfl/write-object.ts';
import { contentPath, partPath, sizeOf, type Batch, type FileReceipt } from './batch.ts';
import type { DigestIndex } from './digest-index.ts';
import type { Held } from './keep-file.ts';
import { objectIdOf } from './seal-batch.ts';
import type { Kept, KeptFile, Located, OpenBatch, ReceivedFile } from './vault-types.ts';

export type Places = {
  locate(sha256: string): Promise<Located | null>;
  held(sha256: string): Promise<Held[]>;
  /** The answer that keeping this file gave. */
  kept(batch: Batch, file: FileReceipt): Promise<Kept>;
  describe(batch: Batch): Promise<OpenBatch>;
  /** A file of an open batch is stored now. */
  add(batch: Batch, sha256: string, no: number): void;
  /** A batch is sealed: its files are found by the index. */
  forget(batch: Batch): void;
};

export function createPlaces(deps: {
  root: string;
  index: DigestIndex;
  batches: Map<string, Batch>;
}): Places {
  const { root, index } = deps;
  const staged = new Map<string, { batch: Batch; no: number }[]>();
  for (const batch of deps.batches.values()) {
    for (const file of batch.files.values()) if (file.t === 'stored') add(batch, file.sha256, file.no);
  }

  function add(batch: Batch, sha256: string, no: number): void {
    staged.set(sha256, [...(staged.get(sha256) ?? []), { batch, no }]);
  }

  async function held(sha256: string): Promise<Held[]> {
    const inStaging = (staged.get(sha256) ?? []).flatMap(({ batch, no }) => {
      const file = batch.files.get(no);
      return file?.t === 'stored' ? stagedPlaces(root, batch, file.content) : [];
    });
    const inObjects = (await index.find(sha256)).map(({ object, contentPath, path }): Held => ({
      object,
      contentPath,
      path: join(root, path),
    }));
    return [...inStaging, ...inObjects];
  }

  async function locate(sha256: string): Promise<Located | null> {
    for (const { path } of await held(sha256)) {
      const size = await sizeOf(path);
      if (size !== null) return { path, size };
    }
    return null;
  }

  async function kept(batch: Batch, file: FileReceipt): Promise<Kept> {
    const { sha256 } = file;
    if (file.t === 'stored') return { state: 'stored', sha256, path: contentPath(batch, file.content) };
    return { state: 'known', sha256, path: (await locate(sha256))?.path ?? '' };
  }

  return {
    locate,
    held,
    kept,
    add,
    async describe(batch) {
      const received: ReceivedFile[] = [];
      const keptFiles: KeptFile[] = [];
      for (const file of batch.files.values()) {
        const { no, logicalPath, sha256, sha512, size } = file;
        if (file.t === 'received') {
          received.push({ no, logicalPath, sha256, sha512, size, path: partPath(batch, file.part) });
        } else {
          keptFiles.push({ ...(await kept(batch, file)), no, logicalPath, size, meta: file.meta });
        }
      }
      const { id, label, createdBy } = batch.head;
      return { id, label, createdBy, received, kept: keptFiles };
    },
    forget(batch) {
      for (const { sha256 } of batch.files.values()) {
        const left = (staged.get(sha256) ?? []).filter((place) => place.batch !== batch);
        if (left.length > 0) staged.set(sha256, left);
        else staged.delete(sha256);
      }
    },
  };
}

/** In staging, and where sealing puts it: between the rename and the index both are asked. */
function stagedPlaces(root: string, batch: Batch, content: string): Held[] {
  const object = objectIdOf(batch.head.id);
  const inObject = `v1/content/${content}`;
  return [contentPath(batch, content), join(root, objectPath(object), CONTENT_FOLDER, content)].map(
    (path) => ({
      object,
      contentPath: inObject,
      path,
    }),
  );
}
