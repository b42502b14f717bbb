/** What lies over the pages: boxes in per cent of a page, whoever they belong to. */
import type { Box } from '../../../shared/model/region-parts.ts';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import type { Point } from './page-box.ts';

export type OverlayBox = {
  readonly id: string;
  /** The id of the page that it is on. */
  readonly page: string;
  readonly box: Box;
  /** What a person drew, what was found, or a line of the text beside the page. */
  readonly kind: 'region' | 'hit' | 'line';
  /** Of several that were found, the one that is looked at. */
  readonly isCurrent?: boolean;
  /** What was found only may be what was asked for. */
  readonly isPossible?: boolean;
};

/** A page's words, for selecting them over the picture; places are shares of the text's own width and height. */
export type LayerText = { readonly page: string; readonly text: PageText };

/** What is to be brought into view: another id moves the view. */
export type Sight = { readonly id: string; readonly page: string; readonly box: Box };

/** The text of the pages, as the viewer needs it. */
export type ViewerTexts = {
  readonly layers: readonly LayerText[];
  /** Words can be selected; a hand does not move the page there. */
  readonly isSelecting: boolean;
  readonly onSelecting: (isOn: boolean) => void;
  /** A place of a page was pressed where no region is. */
  readonly onPoint: (page: string, at: Point) => void;
  /** From the words selected to what goes to the clipboard. */
  readonly copied: (selected: PageText) => string;
  readonly sight: Sight | null;
  /** The keys go to the text beside the page. */
  readonly onToText: () => void;
};

/** What can be done with the boxes on the stage; the stage knows nothing of who keeps them. */
export type OverlayActs = {
  readonly selected: string | null;
  readonly onSelect: (id: string | null) => void;
  /** A place of a page was pressed where no box is. */
  readonly onPoint?: (page: string, at: Point) => void;
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
