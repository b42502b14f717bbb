/** What the window and its worker for finding within a document say to each other. */
import type { PageImage } from '../../../shared/model/record-types.ts';
import type { Found } from '../../../shared/page-text/find-in-page.ts';
import type { PageText } from '../../../shared/page-text/page-text.ts';

/** More is no longer gone through one by one. */
export const MOST_HITS = 2000;

/** A text of a page that is looked through. */
export type FindSource =
  /** A reading, with what a person put right; `onlyCorrected`: another reading is the page's text, and of this one only the person's lines count. */
  | {
      readonly kind: 'reading';
      readonly sha256: string;
      readonly corrections: readonly (readonly [string, string])[];
      readonly onlyCorrected: boolean;
    }
  | { readonly kind: 'plain'; readonly text: string }
  /** The file's own text, which the window has to ask for. */
  | { readonly kind: 'own' };

export type FindPage = {
  readonly page: string;
  /** Boxes of a text of another picture mean nothing here. */
  readonly image: PageImage | null;
  readonly sources: readonly FindSource[];
};

export type PageHits = { readonly page: string; readonly hits: readonly Found[] };

export type ToFinder =
  | {
      readonly kind: 'find';
      readonly no: number;
      readonly query: string;
      readonly pages: readonly FindPage[];
    }
  | { readonly kind: 'stop' }
  | { readonly kind: 'own'; readonly page: string; readonly text: PageText | null };

export type FromFinder =
  | {
      readonly kind: 'found';
      readonly no: number;
      readonly pages: readonly PageHits[];
      readonly done: number;
      /** Pages whose text could not be read. */
      readonly failed: number;
      readonly isOver: boolean;
    }
  | { readonly kind: 'own'; readonly page: string };
