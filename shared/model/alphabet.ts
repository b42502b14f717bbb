/**
 * The order of letters: the Kazakh Cyrillic alphabet, which holds the whole Russian one in its own order, then Latin.
 * Code points do not give it: `ё` and every Kazakh letter lie outside the run from `а` to `я`.
 */
const CYRILLIC = 'аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя';
const LATIN = 'abcdefghijklmnopqrstuvwxyz';

const PLACES: ReadonlyMap<string, number> = new Map(
  Array.from(CYRILLIC + LATIN).flatMap((letter, place) => [
    [letter, place],
    [letter.toUpperCase(), place],
  ]),
);

/** The place of a letter, small or capital, from 0; null for any other character. */
export function placeInAlphabet(letter: string): number | null {
  return PLACES.get(letter) ?? null;
}
