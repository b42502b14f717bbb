/** All that the server has of one archive's files, opened together. */
import type { Log } from '../../node/log.ts';
import type { HashCrew } from '../../node/vault/hash-crew.ts';
import { openVault } from '../../node/vault/vault.ts';
import { openBatches, type Batches } from './batches.ts';
import { createBlobs, type Blobs } from './blobs.ts';
import { openFolders, type Folders } from './folders.ts';
import { openGeneration, type Generation } from './generation.ts';
import { createPictures, type Pictures } from './pictures.ts';
import { openStateDb, type StateDb } from './state-db.ts';
import { createUploads, type Uploads } from './uploads.ts';

export type ArchiveFiles = {
  readonly folders: Folders;
  readonly generation: Generation;
  readonly state: StateDb;
  readonly blobs: Blobs;
  readonly uploads: Uploads;
  readonly batches: Batches;
  readonly pictures: Pictures;
  close(): Promise<void>;
};

export type ArchiveFilesDeps = {
  readonly archive: string;
  /** The archive's own folder on the server. */
  readonly folder: string;
  readonly vaultThread: URL;
  readonly settle: HashCrew['settle'];
  readonly log: Log;
  readonly now: () => number;
  /** So many bytes of the disk are never given to uploads. */
  readonly keptFree?: number | undefined;
  readonly onFall?: ((reason: string) => void) | undefined;
};

/** @throws TroubleError VAULT_NEWER, VAULT_FOREIGN, or a code of the disk */
export async function openArchiveFiles(deps: ArchiveFilesDeps): Promise<ArchiveFiles> {
  const { archive, log, now, settle, keptFree } = deps;
  const folders = await openFolders(deps.folder);
  const vault = await openVault({
    folder: folders.vault,
    thread: deps.vaultThread,
    archive,
    ...(deps.onFall === undefined ? {} : { onFall: deps.onFall }),
  });
  try {
    const generation = await openGeneration(folders.files);
    const state = openStateDb(folders.state);
    const blobs = createBlobs({ folders, vault, state, settle });
    const batches = await openBatches({ folders, vault, blobs, state, log });
    return {
      folders,
      generation,
      state,
      blobs,
      batches,
      uploads: createUploads({
        folder: folders.uploads,
        now,
        ...(keptFree === undefined ? {} : { keptFree }),
      }),
      pictures: createPictures(folders.pictures),
      async close() {
        await batches.idle();
        await vault.close();
        state.close();
      },
    };
  } catch (error) {
    await vault.close();
    throw error;
  }
}
