/** What the window and its search worker say to each other. */
import type { RecordId } from '../../shared/sync/op.ts';
import type { Hit } from './query.ts';

export type ToWorker =
  /** Follow this copy from now on. Sent again when the copy was replaced under the same name. */
  | { readonly kind: 'open'; readonly archive: RecordId; readonly generation: number }
  /** The copy has changed. */
  | { readonly kind: 'grown' }
  | { readonly kind: 'query'; readonly no: number; readonly text: string; readonly limit: number }
  /** Store the index now; for tests and before a window closes in good order. */
  | { readonly kind: 'store' };

export type FromWorker =
  | { readonly kind: 'status'; readonly status: SearchStatus }
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
      readonly from: 'snapshot' | 'rows';
    }
  | { readonly state: 'trouble'; readonly code: string };

export type SearchAnswer = {
  /** The best first, those with near words behind all others. */
  readonly hits: readonly Hit[];
  /** How many have every word of the query; near ones are not counted. */
  readonly total: number;
  /** False while the index is not whole: there may be more. */
  readonly ready: boolean;
  /** Milliseconds that the search itself took. */
  readonly ms: number;
};
