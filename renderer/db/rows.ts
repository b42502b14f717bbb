/** The rows of our tables, as they lie in IndexedDB. */
import type { RecordId } from '../../shared/sync/op.ts';

/** A record of the catalogue. What the lists need stands in columns; the whole state is one text, parsed when shown. */
export type Row = {
  readonly id: RecordId;
  readonly t: string;
  /** The journal's number that this state is at least as new as. */
  readonly n: number;
  /** Where it is listed: its parent's id or one of `PLACES`; absent while it is in the bin. */
  readonly place?: string;
  /** Text that sorts it among its neighbours. */
  readonly sort: string;
  /** Ids of the tags it carries. */
  readonly tags?: readonly RecordId[];
  /** When it went into the bin, as the clock of that op; absent otherwise. */
  readonly binned?: string;
  /** The clock of the newest value that waits for a decision beside another one; absent where nothing does. */
  readonly review?: string;
  /** The `RecordState` as JSON: one text is written several times faster than a tree of registers. */
  readonly state: string;
};

/** How far this copy has followed which journal. */
export type CursorRow = {
  readonly key: 'cursor';
  readonly archive: RecordId;
  /** Everything up to this number of the journal is in the rows. */
  readonly n: number;
  /** The journal's mark of `n`: that it is this journal's past, and not one that a restored backup has cut off. */
  readonly mark: string;
};

/** Where a copy stands in the journal. */
export type Standing = Pick<CursorRow, 'n' | 'mark'>;

/** Which generation of an archive's copy is complete. */
export type PointerRow = { readonly archive: RecordId; readonly generation: number };

/** Text still being typed, with the heads that its author saw. */
export type DraftRow = {
  readonly archive: RecordId;
  /** `<record id>/<field>`. */
  readonly key: string;
  readonly text: string;
  readonly heads: readonly string[];
  /** Who was signed in when it was begun; null or absent: nobody. */
  readonly by?: RecordId | null;
  /** Milliseconds since 1970, for the list that a crash leaves. */
  readonly at: number;
};

/** What stands beside a stored search index: all that must match for it to be used. */
export type SnapshotRow = {
  readonly generation: number;
  /** The catalogue's number that the index has followed to. */
  readonly n: number;
  /** Tokeniser and FlexSearch, as one text: an index made by others is not used. */
  readonly made: string;
  /** Of each chunk: bytes and CRC-32. */
  readonly chunks: readonly { readonly bytes: number; readonly crc: number }[];
};

export type SnapshotChunkRow = {
  readonly generation: number;
  readonly no: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
};
