/** What the thread answers that writes or reads one bundle: all encrypting, hashing and reading back happens there. */
import type { BundleHead } from '../../../node/bundle/bundle-head.ts';
import type { Json } from '../../../shared/json.ts';

export type BundleThreadData = { readonly do: 'bundle' };

/** What is known of a bundle that was opened. */
export type OpenedBundle = {
  readonly head: BundleHead;
  readonly isWhole: boolean;
  readonly missing: readonly string[];
  readonly messages: readonly string[];
  readonly files: readonly string[];
  /** Which of the keys that were named signed it; null: none of them, or it is not signed. */
  readonly signedBy: string | null;
};

/** Bytes that have just moved, of the file with this sha256, or of the whole that is looked through. */
export type Moved = { readonly of: string; readonly bytes: number };
export const OF_WHOLE = 'whole';

export type BundleThreadCalls = {
  beginWriting(input: { folder: string; head: BundleHead; key: Uint8Array }): Promise<null>;
  /** `lines`: JSON texts. */
  putMessages(input: { no: number; lines: readonly string[] }): Promise<null>;
  /** Tells `moved`, as `finish` and `extractFile` do; several files may be on their way at once. */
  putFile(input: { sha256: string; size: number; source: string }): Promise<null>;
  /** Tells `sign` with a text whose signature it then waits for. */
  finish(input: { about: string }): Promise<null>;
  signed(input: { signature: string }): null;
  /** `keys` by their ids; `signers`: public keys by the ids of devices, or `server`. */
  openReading(input: {
    folder: string;
    archive: string;
    keys: Readonly<Record<string, Uint8Array>>;
    signers: Readonly<Record<string, string>>;
  }): Promise<OpenedBundle>;
  readMessages(name: string): Promise<Json[]>;
  extractFile(input: { sha256: string; to: string }): Promise<null>;
};
