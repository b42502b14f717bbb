/** The vault as its users see it: batches of files come in, are verified, kept, sealed, and found again by their sha256. */
import type { Json } from '../../shared/json.ts';

/** A batch: the images of one unit captured in one go, or the files of one import and folder. `id` is a UUID. */
export type BatchHead = {
  readonly id: string;
  readonly label: string;
  /** Who made it: a person's id (UUID) or a name. */
  readonly createdBy: string;
};

/** A file whose bytes are on the disk, hashed while written and fsynced, but not yet verified nor stored. */
export type Received = {
  readonly sha256: string;
  readonly sha512: string;
  /** In bytes. */
  readonly size: number;
  /** The part file, for inspection; it goes away when the file is kept or dropped. */
  readonly path: string;
};

export type Kept = {
  /** `known`: the same bytes lay in the vault already, were read again and are sound; they are not stored twice. */
  readonly state: 'stored' | 'known';
  readonly sha256: string;
  /** Where the bytes lie now; sealing moves them, so ask `locate` later. */
  readonly path: string;
};

export type ReceivedFile = Received & { readonly no: number; readonly logicalPath: string };
export type KeptFile = Kept & {
  readonly no: number;
  readonly logicalPath: string;
  readonly size: number;
  readonly meta: Json;
};

/** A batch in staging, as it is found at start. */
export type OpenBatch = BatchHead & {
  readonly received: readonly ReceivedFile[];
  readonly kept: readonly KeptFile[];
};

export type Located = {
  readonly path: string;
  readonly size: number;
};

/**
 * All calls reject with a `TroubleError`. Of the disk: DISK_FULL, NO_PERMISSION, READ_ONLY_DISK, DISK_ERROR, FILE_BUSY,
 * FILE_MISSING. Of the vault: see `VaultCode` in `vault-codes.ts`. Whatever the trouble, what is stored stays stored.
 */
export type Vault = {
  /** Makes `staging/<id>` or takes it up again. VAULT_BATCH_SEALED when the batch is an object already. */
  openBatch(batch: BatchHead): Promise<void>;
  /** Writes a stream into staging; a part received earlier under this number is replaced. An error of `bytes` is passed on. */
  receive(
    batch: string,
    no: number,
    logicalPath: string,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<Received>;
  /** The same from a file, read by the vault's own thread. */
  receiveFile(batch: string, no: number, logicalPath: string, sourcePath: string): Promise<Received>;
  /**
   * Reads the part again and compares its hashes; stored = re-read, renamed, its line fsynced. Asked again, gives the same answer.
   * VAULT_BYTES_CHANGED when the disk gives other bytes than came in: the part is gone and has to be received again.
   */
  keep(batch: string, no: number, meta: Json): Promise<Kept>;
  /** Takes a received file away; a kept one is refused with VAULT_FILE_KEPT. */
  drop(batch: string, no: number): Promise<void>;
  /** Makes the batch an OCFL object by one rename; null when nothing was kept. Asked again, gives the same answer. */
  seal(batch: string): Promise<{ readonly object: string } | null>;
  /** Where these bytes lie, sealed and staging alike; null when the vault does not have them. */
  locate(sha256: string): Promise<Located | null>;
  openBatches(): Promise<OpenBatch[]>;
  /**
   * Moves in a scan from the centre or from a disk, by itself and outside all batches: `locate` finds it. The file at `path` lies on the
   * vault's disk; with other bytes it stays there: VAULT_BYTES_CHANGED.
   */
  hold(sha256: string, size: number, path: string): Promise<Located>;
  /** Takes a held scan away; says false when it is none. */
  letGo(sha256: string): Promise<boolean>;
  /** Held scans, not those in batches. */
  heldFiles(): Promise<readonly { readonly sha256: string; readonly size: number }[]>;
  /** Makes a batch that was put together in `folder`, on the vault's disk, one of this vault; see `WholeObjects`. */
  adopt(folder: string, batch: string): Promise<'placed' | 'known'>;
  /** Takes a sealed batch away, on purpose; its bytes must be elsewhere. Says false when it is not here. */
  release(batch: string): Promise<boolean>;
  /** Reads every inventory again; the count is of files, sealed ones. */
  rebuildIndex(): Promise<{ readonly files: number }>;
  close(): Promise<void>;
};
