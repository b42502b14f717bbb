/** The places on the picture of the words of a page that were asked for: by the same comparison as the snippets. Pure. */
import type { Box } from '../../../shared/model/region-parts.ts';
import { boxOfPlace } from '../../../shared/page-text/page-lines.ts';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import type { PageBoxes } from '../../../shared/rpc/contract-asking.ts';
import { layOutText, wordAt, type LaidText } from './laid-text.ts';
import { matchesIn, type Asked, type Match } from './snippet-match.ts';

/** In the order of the text; a word that goes over a line's end has a box on each line. Words that nobody gave a place have none. */
export function boxesOnPage(page: PageText, isGated: boolean, asked: readonly Asked[]): PageBoxes['hits'] {
  const laid = layOutText(page);
  return matchesIn(laid.text, 'read', isGated, asked).flatMap((match) => {
    const boxes = boxesOf(page, laid, match);
    return boxes.length === 0 ? [] : [{ tier: match.tier, reading: match.reading, boxes }];
  });
}

function boxesOf(page: PageText, laid: LaidText, { start, end }: Match): Box[] {
  const words = laid.words.slice(Math.max(0, wordAt(laid, start)), wordAt(laid, end - 1) + 1);
  return words.flatMap(({ place }) => (place.w > 0 && place.h > 0 ? [boxOfPlace(page, place)] : []));
}
