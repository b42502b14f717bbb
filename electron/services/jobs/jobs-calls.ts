/** What the thread that holds `jobs.db` answers. */
import type { Refusal, Warning } from '../../../shared/rpc/contract-import.ts';
import type { Json } from '../../../shared/json.ts';

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
  readonly code: Refusal | null;
  readonly warnings: readonly Warning[];
  readonly sha256: string | null;
  readonly mime: string | null;
  readonly pages: number | null;
  readonly document: string | null;
  /** The first words of a PDF. */
  readonly opening: string;
  /** How many of its pages have their pictures, or were found to have none. */
  readonly derived: number;
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
};

export type NewFile = Pick<FileRow, 'no' | 'path' | 'size' | 'batch' | 'place'>;

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
  deriveTotals(input: string): { done: number; total: number };
  counts(input: string): FileCounts;
  /** The number that the next announced file gets. */
  nextNo(input: string): number;
  putJob(input: JobRow): null;
  /** Unfinished jobs, and of the finished ones the newest. */
  jobs(input: { finished: number }): JobRow[];
  close(input: null): null;
};
