/** What lies over the pages: boxes in per cent of a page, whoever they belong to. */
import type { Box } from '../../../shared/model/region-parts.ts';

export type OverlayBox = {
  readonly id: string;
  /** The id of the page that it is on. */
  readonly page: string;
  readonly box: Box;
  /** What a person drew, or what was found. */
  readonly kind: 'region' | 'hit';
};

/** What can be done with the boxes on the stage; the stage knows nothing of who keeps them. */
export type OverlayActs = {
  readonly selected: string | null;
  readonly onSelect: (id: string | null) => void;
  /** Null: they are only looked at. */
  readonly edit: {
    /** Answers the id of the new box; null when it was not written. */
    readonly onDraw: (page: string, box: Box) => Promise<string | null>;
    /** Answers whether it was written. */
    readonly onChange: (id: string, box: Box) => Promise<boolean>;
    readonly onDelete: (id: string) => void;
  } | null;
};

/** A box that is not kept yet: being drawn (`id` null), being changed, or on its way to the journal. */
export type Draft = { readonly id: string | null; readonly page: string; readonly box: Box };
