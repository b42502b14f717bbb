/** The calls between the vault's facade in the host and its thread. */
import type { Json } from '../../shared/json.ts';
import type { BatchHead, Kept, Located, OpenBatch, Received } from './vault-types.ts';

/** What the thread is started with. */
export type VaultThreadData = {
  readonly role: 'vault';
  readonly folder: string;
  readonly archive: string;
  /** The thread's own module, as text: its hashing threads are started from it too. */
  readonly thread: string;
};

type FileOf<T> = T & { readonly batch: string; readonly no: number };

export type VaultCalls = {
  /** Answers when the vault is open, or with the reason why it cannot be. */
  open(input: null): Promise<null>;
  openBatch(head: BatchHead): Promise<null>;
  beginPart(input: FileOf<{ readonly logicalPath: string }>): Promise<number>;
  writePart(input: { readonly part: number; readonly bytes: Uint8Array }): Promise<null>;
  finishPart(input: { readonly part: number }): Promise<Received>;
  abortPart(input: { readonly part: number }): Promise<null>;
  receiveFile(
    input: FileOf<{ readonly logicalPath: string; readonly sourcePath: string }>,
  ): Promise<Received>;
  keep(input: FileOf<{ readonly meta: Json }>): Promise<Kept>;
  drop(input: FileOf<object>): Promise<null>;
  seal(input: { readonly batch: string }): Promise<{ object: string } | null>;
  locate(input: { readonly sha256: string }): Promise<Located | null>;
  openBatches(input: null): Promise<OpenBatch[]>;
  /** Begins a part, for `writePart`, `finishPart` and `abortPart`. */
  hold(input: { readonly sha256: string; readonly size: number; readonly path: string }): Promise<Located>;
  letGo(input: { readonly sha256: string }): Promise<boolean>;
  heldFiles(input: null): Promise<{ sha256: string; size: number }[]>;
  adopt(input: { readonly folder: string; readonly batch: string }): Promise<'placed' | 'known'>;
  release(input: { readonly batch: string }): Promise<boolean>;
  rebuildIndex(input: null): Promise<{ files: number }>;
  close(input: null): Promise<null>;
};
