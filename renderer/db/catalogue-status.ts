/** What the screens can say about the catalogue copy and about what was typed. */
import type { Details } from '../../shared/result.ts';
import type { Change } from '../../shared/sync/change.ts';

/**
 * Why a new copy is made: there was none, it could not be read, it is ahead of the journal, all states came whole from the
 * centre, it is another archive's, or a step wrote so much at once that a new one is quicker.
 */
export type RebuildReason = 'empty' | 'damaged' | 'older-journal' | 'came-whole' | 'foreign' | 'step';

export type CatalogueStatus =
  | { readonly state: 'opening' }
  | {
      readonly state: 'rebuilding';
      readonly why: RebuildReason;
      readonly done: number;
      readonly total: number;
    }
  | { readonly state: 'ready'; readonly n: number; readonly generation: number }
  /** It keeps trying by itself; what is on the screen stays usable. `n` null: there is no copy to look at. */
  | { readonly state: 'trouble'; readonly code: string; readonly n: number | null }
  /** A newer program wrote the copy; this one leaves it alone and offers to close. */
  | { readonly state: 'refused'; readonly code: 'CATALOGUE_NEWER' };

/** What became of what was typed. `unsaved`: the changes that are on the screen only, oldest first. */
export type Safety =
  | { readonly state: 'safe' }
  | { readonly state: 'saving' }
  | {
      readonly state: 'not-saved';
      readonly code: string;
      readonly details?: Details | undefined;
      readonly unsaved: readonly Change[];
    };

/** A change of many parts that is on its way. `cancel` null: the last part is in, it is being written. */
export type Writing = {
  readonly command: string;
  readonly done: number;
  readonly total: number;
  readonly cancel: (() => void) | null;
};
