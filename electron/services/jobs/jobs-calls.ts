/** What the thread that holds `jobs.db` answers. */
import type { FileRefusal, FileWarning } from '../../../shared/rpc/contract-import.ts';
import type { Json } from '../../../shared/json.ts';
import type { BoundFile } from '../ingest/bound-file.ts';

type ImportState = 'open' | 'running' | 'done' | 'cancelled' | 'interrupted';

export type ImportRow = {
  readonly id: string;
  readonly source: string;
  /** ISO 8601. */
  readonly begun: string;
  /** The record that documents go into; null: not placed yet. */
  readonly parent: string | null;
  readonly state: ImportState;
};

/** `judged`: found sound and given its document's id; its bytes may be in the vault already. Windows see it as `received`. */
export type FileState = 'expected' | 'received' | 'judged' | 'stored' | 'known' | 'refused';

export type FileRow = {
  readonly import: string;
  readonly no: number;
  readonly path: string;
  /** In bytes, as announced. */
  readonly size: number;
  readonly state: FileState;
  /** The batch of its folder, and its place in the order of names. */
  readonly batch: string;
  readonly place: string;
  readonly code: FileRefusal | null;
  readonly warnings: readonly FileWarning[];
  readonly sha256: string | null;
  readonly mime: string | null;
  readonly pages: number | null;
  readonly document: string | null;
  /** The first words of a PDF. */
  readonly opening: string;
  /** How many of its pages have their pictures, or were found to have none. */
  readonly derived: number;
  /** Where it goes as a scan of a unit's leaves; null: it becomes a document. */
  readonly bound: BoundFile | null;
};

export type FileChange = Partial<Omit<FileRow, 'import' | 'no' | 'path' | 'batch' | 'place'>>;

/** How many files of an import are in each state; states without files are left out. */
export type FileCounts = Readonly<Partial<Record<FileState, number>>>;

type JobState = 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';

export type JobRow = {
  readonly id: string;
  readonly kind: string;
  readonly state: JobState;
  readonly done: number;
  readonly total: number;
  readonly title: string;
  readonly code: string | null;
  /** What its kind needs to run it. */
  readonly payload: Json;
  /** A person wants it to rest until told otherwise, also after a restart. */
  readonly paused: boolean;
  /** How many of its items failed. */
  readonly failed: number;
  /** In milliseconds since 1970; null: it has not begun, or ended, yet. */
  readonly begun: number | null;
  readonly ended: number | null;
  /** What it did. */
  readonly numbers: Readonly<Record<string, number>>;
  /** The job that goes over what failed in this one. */
  readonly retried: string | null;
};

/** An item that failed in a job; beyond many of them without name and details. */
export type FailureRow = {
  readonly no: number;
  readonly job: string;
  /** Which item, in the words of the job's kind. */
  readonly key: string;
  readonly name: string;
  readonly code: string;
  readonly record: string | null;
  readonly details: Readonly<Record<string, string>> | null;
};

/** A page whose tiles are to be made before anybody looks. */
export type WantedTiles = {
  readonly sha256: string;
  readonly page: number;
  /** As a person knows its file. */
  readonly name: string;
  /** Where a person can look at it. */
  readonly record: string | null;
};

export type NewFile = Pick<FileRow, 'no' | 'path' | 'size' | 'batch' | 'place' | 'bound'> &
  Partial<Pick<FileRow, 'state' | 'code'>>;

export type JobsCalls = {
  /** Opens or makes the database. A damaged one is set aside under another name and begun anew: answers that name. */
  open(input: { path: string; now: number }): { setAside: string | null };
  addImport(input: ImportRow): null;
  /** `from`: only out of one of these states, so that two who turn an import at the same time do not undo each other. */
  setImportState(input: { id: string; state: ImportState; from: readonly ImportState[] }): null;
  imports(input: null): ImportRow[];
  import(input: string): ImportRow | null;
  addFiles(input: { import: string; files: NewFile[] }): null;
  /** Puts a whole row, whether it was there or not. */
  putFile(input: FileRow): null;
  changeFile(input: { import: string; no: number; change: FileChange }): null;
  file(input: { import: string; no: number }): FileRow | null;
  fileInBatch(input: { batch: string; no: number }): FileRow | null;
  files(input: { import: string; after: number; limit: number }): FileRow[];
  filesIn(input: { import: string; states: FileState[]; after: number; limit: number }): FileRow[];
  /** Stored files whose pages have not all got their pictures, beginning after `after`. */
  filesToDerive(input: { import: string; limit: number }): FileRow[];
  /** Of all imports: stored files whose digest or document is named and whose pictures are not all there. */
  filesLookedAt(input: { keys: readonly string[]; limit: number }): FileRow[];
  deriveTotals(input: string): { done: number; total: number };
  counts(input: string): FileCounts;
  /** The number that the next announced file gets. */
  nextNo(input: string): number;
  putJob(input: JobRow): null;
  /** Unfinished jobs, and of the finished ones the newest. */
  jobs(input: { finished: number }): JobRow[];
  /** Notes an item that failed, once for each key; answers how many of the job have. */
  putFailure(input: Omit<FailureRow, 'no'>): number;
  dropFailure(input: { job: string; key: string }): number;
  dropFailures(job: string): null;
  failures(input: { job: string; after: number; limit: number }): FailureRow[];
  wantTiles(input: WantedTiles): null;
  /** Those wanted first come first. */
  wantedTiles(input: { limit: number }): WantedTiles[];
  dropWantedTiles(input: Pick<WantedTiles, 'sha256' | 'page'>): null;
  countWantedTiles(input: null): number;
  /** What holds for the whole queue. */
  putFact(input: { name: string; value: string }): null;
  fact(name: string): string | null;
  dropFact(name: string): null;
  close(input: null): null;
};
