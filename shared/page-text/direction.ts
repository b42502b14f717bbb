/**
 * How the letters of a line stand on the picture: pages are scanned upside down or on their side too, and an engine that read
 * them so tells only where each word is. Pure.
 */
import { linesOf, type PageText, type TextLine } from './page-text.ts';

/** By how much an upright line is turned, clockwise, to stand as this one. */
export type Turn = 0 | 90 | 180 | 270;

/** A line runs another way when it does so by clearly more than it wavers. */
const CLEARLY = 2;

/** By its first and last word; null when it has one word, which says nothing. */
export function turnOfLine({ words }: TextLine): Turn | null {
  const [first, last] = [words[0]?.place, words.at(-1)?.place];
  if (first === undefined || last === undefined || words.length < 2) return null;
  const right = last.x + last.w / 2 - first.x - first.w / 2;
  const down = last.y + last.h / 2 - first.y - first.h / 2;
  if (right === 0 && down === 0) return null;
  if (Math.abs(down) > Math.abs(right) * CLEARLY) return down > 0 ? 90 : 270;
  return right >= 0 ? 0 : 180;
}

/** As most of its lines do. */
export function turnOfPage(page: PageText): Turn {
  const counts = new Map<Turn, number>();
  for (const line of linesOf(page)) {
    const turn = turnOfLine(line);
    if (turn !== null) counts.set(turn, (counts.get(turn) ?? 0) + line.words.length);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return most?.[0] ?? 0;
}
