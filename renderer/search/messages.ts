/** What the window and its search worker say to each other. */
import type { Grant } from '../../shared/model/access.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import type { Filter } from './filter.ts';
import type { Certainty } from '../../shared/query/tiers.ts';
import type { Found, Sort } from './query.ts';
import type { Finding } from './verify.ts';

export type Query = {
  readonly text: string;
  readonly filter: Filter;
  readonly sort: Sort;
  /** `all`: certain hits, and uncertain ones behind them where few are certain. */
  readonly certainty: Certainty;
  readonly limit: number;
  /** So many of the first hits are left out: those of the slices before. */
  readonly offset: number;
  /** Whether the answer tells how many there are of each level, fonds, tag, language and decade. */
  readonly facets: boolean;
};

export type ToWorker =
  /** Follow this copy from now on. Sent again when the copy was replaced under the same name. */
  | {
      readonly kind: 'open';
      readonly archive: RecordId;
      readonly generation: number;
      /** What may be found in this window. */
      readonly grant: Grant;
    }
  /** The copy has changed. */
  | { readonly kind: 'grown' }
  | { readonly kind: 'query'; readonly no: number; readonly query: Query }
  /** Store the index now; for tests and before a window closes in good order. */
  | { readonly kind: 'store' }
  /** Compare the whole index with the rows, and make it anew when it is not true to them. */
  | { readonly kind: 'verify' };

export type FromWorker =
  | { readonly kind: 'status'; readonly status: SearchStatus }
  | { readonly kind: 'check'; readonly check: CheckStatus }
  | { readonly kind: 'answer'; readonly no: number; readonly answer: SearchAnswer };

/**
 * `starting`: the stored index is being read. `indexing`: it is made anew; what is in can be found already. `ready` with
 * the catalogue's number followed to. `trouble`: it tries again by itself.
 */
export type SearchStatus =
  | { readonly state: 'starting' }
  | { readonly state: 'indexing'; readonly done: number; readonly total: number }
  | {
      readonly state: 'ready';
      readonly n: number;
      readonly entries: number;
      /** `healed`: made anew because a check found it untrue. */
      readonly from: 'snapshot' | 'rows' | 'healed';
    }
  | { readonly state: 'trouble'; readonly code: string };

/** How far the comparing of the index with the rows has come, or what the last one found. */
export type CheckStatus =
  | { readonly state: 'none' }
  | { readonly state: 'running'; readonly done: number; readonly total: number }
  | {
      readonly state: 'done';
      /** Milliseconds since 1970. */
      readonly at: number;
      readonly isWhole: boolean;
      readonly checked: number;
      /** How many entries were not true; the first of them are named. */
      readonly untrue: number;
      /** The index was made anew after it; false also where nothing was untrue. */
      readonly isHealed: boolean;
      readonly findings: readonly Finding[];
    };

/** What was found, as the worker hands it to the window. */
export type SearchAnswer = Found & {
  /** What was looked through. */
  readonly searched: { readonly records: number };
  /** False while the index is not whole: there may be more. */
  readonly ready: boolean;
  /** Milliseconds that the search itself took. */
  readonly ms: number;
};
