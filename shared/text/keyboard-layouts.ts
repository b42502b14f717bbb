/** What a key gives on another keyboard: English, Russian and Kazakh, each as the signs of its keys in the same order. */
const ENGLISH = "`1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./";
const RUSSIAN = 'ё1234567890-=йцукенгшщзхъфывапролджэячсмитьбю.';
const KAZAKH = '("әіңғ,.үұқөһйцукенгшщзхъфывапролджэячсмитьбю№';

/** From what was typed to what was meant; the likeliest first. */
export const LAYOUTS: readonly ReadonlyMap<string, string>[] = [
  between(ENGLISH, RUSSIAN),
  between(ENGLISH, KAZAKH),
  between(RUSSIAN, ENGLISH),
  between(RUSSIAN, KAZAKH),
  between(KAZAKH, ENGLISH),
];

/** Only keys that give a letter where they were meant; digits may be meant as digits. */
function between(from: string, to: string): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const [i, sign] of Array.from(from).entries()) {
    const meant = to[i] ?? '';
    if (/\p{L}/u.test(meant)) keys.set(sign, meant);
  }
  return keys;
}
