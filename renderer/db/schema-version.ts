/** One step of a database's schema. A published step is never edited; the next change is a new file beside it. */
import type { Transaction } from 'dexie';

export type SchemaVersion = {
  /** 1, 2, 3 …; Chromium stores ten times this number. */
  readonly version: number;
  /** Only the tables that this step adds or changes, in Dexie's syntax; null drops one. */
  readonly stores: Readonly<Record<string, string | null>>;
  /** Rewrites the rows of version n−1. It may import nothing of the present code: that code will change. */
  readonly upgrade?: (transaction: Transaction) => PromiseLike<unknown>;
  readonly why: string;
};
