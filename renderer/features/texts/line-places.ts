/** Lines of a text by their places on the page, in per cent. Pure. */
import type { Box } from '../../../shared/model/region-parts.ts';
import { boxOfPlace, namedLines } from '../../../shared/page-text/page-lines.ts';
import type { PageText, Place } from '../../../shared/page-text/page-text.ts';

/** Where a line is; null when the text has no such line, or does not know where it is. */
export function lineBox(text: PageText, id: string): Box | null {
  const place = namedLines(text).find((line) => line.id === id)?.line.place;
  return place === undefined || place.w <= 0 || place.h <= 0 ? null : boxOfPlace(text, place);
}

/** The line at a point: that whose word is there, else the one whose box is; null when there is none. */
export function lineAt(text: PageText, at: { readonly x: number; readonly y: number }): string | null {
  const point = { x: (at.x / 100) * text.width, y: (at.y / 100) * text.height };
  const lines = namedLines(text).filter(({ line }) => isIn(line.place, point));
  const exact = lines.find(({ line }) => line.words.some(({ place }) => isIn(place, point)));
  return (exact ?? lines[0])?.id ?? null;
}

function isIn({ x, y, w, h }: Place, at: { readonly x: number; readonly y: number }): boolean {
  return at.x >= x && at.x <= x + w && at.y >= y && at.y <= y + h;
}
