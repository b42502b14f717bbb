/** The calls to the thread that holds `sync/files.db`: what is known of every file here and at the centre. */
import type { FileEvent, FileFacts } from '../../../../shared/sync/files/file-way.ts';
import type { PictureKey } from '../../../../shared/sync/files/wire-files.ts';
import type { HoldChoice } from '../../../../shared/rpc/contract-sync-files.ts';

/** What the thread is started with. */
export type FilesThreadData = { readonly dataFolder: string };

export type KnownFile = { readonly sha256: string; readonly size: number };

/** A file of an open batch, as the vault tells it. */
type StagedFile = KnownFile & { readonly isKept: boolean };

export type SealedBatch = {
  readonly batch: string;
  /** Below the storage root, with `/`. */
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
};

type BatchAtCentre = 'waiting' | 'placed' | 'refused';

type FilesCounts = {
  /** Here and not verified at the centre; `bytes` are theirs. */
  readonly behind: KnownSum;
  readonly verified: KnownSum;
  readonly durable: KnownSum;
  /** Fetched one by one, because they were chosen or asked for. */
  readonly held: KnownSum;
  /** Thumbnails and reading copies that the centre has not got. */
  readonly pictures: number;
  /** Chosen to be here and not here yet. */
  readonly wanted: number;
  readonly damaged: number;
};
export type KnownSum = { readonly files: number; readonly bytes: number };

/** A page of which the centre is to have pictures, or this station. */
export type WantedPicture = PictureKey;

export type WantedFile = { readonly sha256: string; readonly what: 'text' | 'master' };

export type Droppable = {
  readonly batches: readonly SealedBatch[];
  readonly held: readonly KnownFile[];
  /** Why the others stay. */
  readonly kept: Readonly<Record<'notVerified' | 'notDurable' | 'chosen', number>>;
};

/** Of which life of its files a centre speaks, and up to where. */
type Heard = { readonly generation: string; readonly mark?: string | undefined };

/** `more`: there is more to look at. `grew`: something was found, so what is wanted may be something else. */
type Looked = { readonly more: boolean; readonly grew: boolean };

export type FilesCalls = {
  open(input: null): null;
  /** Looks what is new: batches in the vault, names in the journal. */
  look(input: {
    readonly staged: readonly StagedFile[];
    readonly held: readonly KnownFile[];
  }): Promise<Looked>;
  /** Another centre, or one that was restored: whatever was told before is forgotten. Says whether it was another one. */
  generation(input: Heard): boolean;
  /** What was heard last. */
  place(input: null): { readonly generation: string | null; readonly mark: string | null };
  nextBatches(input: { readonly after: string | null; readonly limit: number }): SealedBatch[];
  /** Sealed batches that are not known to be in a backup of the centre. */
  unsecuredBatches(input: { readonly after: string; readonly limit: number }): SealedBatch[];
  batchesInState(input: {
    readonly state: BatchAtCentre;
    readonly durable: boolean;
    readonly limit: number;
  }): SealedBatch[];
  batchTold(input: {
    readonly path: string;
    readonly state: BatchAtCentre;
    readonly durable: boolean;
  }): Promise<null>;
  /** The digests of a sealed batch's content. */
  filesOf(input: { readonly path: string }): Promise<KnownFile[]>;
  /** Files that go by themselves: of open batches, of refused ones, those that the centre asks for, those carried here. */
  nextLoose(input: { readonly after: string | null; readonly limit: number }): KnownFile[];
  /** Batches that hold one of these files go again. */
  sendAgain(input: { readonly sha256: readonly string[] }): null;
  note(input: {
    readonly sha256: readonly string[];
    readonly event: FileEvent;
    /** What the centre said it with. */
    readonly mark?: string | undefined;
  }): null;
  facts(input: {
    readonly sha256: readonly string[];
  }): { sha256: string; size: number; facts: FileFacts | null }[];
  nextPictures(input: { readonly limit: number }): WantedPicture[];
  picturesTold(input: {
    readonly pictures: readonly WantedPicture[];
    readonly state: 'there' | 'none' | 'later' | 'got';
  }): null;
  /** A file came from the centre, or from a disk, and lies in the vault by itself. */
  came(input: KnownFile & { readonly isAtCentre: boolean }): null;
  /** Some of those that were fetched here and of which no backup of the centre is known. */
  heldUnbacked(input: { readonly limit: number }): KnownFile[];
  /** Files that were found damaged here. */
  damaged(input: { readonly limit: number }): KnownFile[];
  /** Files here that no backup of the centre is known to hold. */
  unsecured(input: { readonly after: string | null; readonly limit: number }): KnownFile[];
  /** Lays down anew what is to be held here. */
  choose(input: { readonly choices: readonly HoldChoice[] }): Promise<null>;
  wantedFiles(input: { readonly limit: number }): WantedFile[];
  wantedPictures(input: { readonly limit: number }): WantedPicture[];
  /** What was fetched, or cannot be had now: it is asked for again when it is chosen anew. */
  unwant(input: { readonly files?: readonly string[]; readonly pictures?: readonly WantedPicture[] }): null;
  counts(input: null): FilesCounts;
  droppable(input: { readonly fonds: string | null }): Promise<Droppable>;
  /** Whether this batch may go, by what is chosen and known at this moment. */
  mayDrop(input: { readonly path: string }): Promise<boolean>;
  dropped(input: { readonly path: string }): null;
  /** Reads a file here against its name. */
  isSound(input: { readonly path: string; readonly sha256: string }): Promise<boolean>;
  close(input: null): null;
};
