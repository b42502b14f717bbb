/**
 * A light stemmer for Kazakh: takes the endings of nouns and the commonest of verbs off, one after the other from the end, while
 * the vowels agree and enough of the word is left. Pure.
 */

const BACK = /[аоұыяё]/u;
const FRONT = /[әөүіе]/u;
const VOWELS = /[аәоөұүыіеиуэяюё]/u;
const LEAST = 4;

/** Endings from the outermost in: each group at most once. `A` is а or е, `I` is ы or і. */
const GROUPS: readonly RegExp[] = [
  /(?:мын|мін|бын|бін|пын|пін|сың|сің|сыз|сіз|мыз|міз|быз|біз|пыз|піз)$/u,
  /(?:ның|нің|дың|дің|тың|тің|нан|нен|дан|ден|тан|тен|мен|бен|пен|ға|ге|қа|ке|на|не|да|де|та|те|нда|нде|ны|ні|ды|ді|ты|ті)$/u,
  /(?:ымыз|іміз|мыз|міз|ыңыз|іңіз|ңыз|ңіз|ым|ім|ың|ің|сы|сі|ы|і)$/u,
  /(?:лар|лер|дар|дер|тар|тер)$/u,
];

/** The stem of a Kazakh word in small letters. */
export function stemKazakh(word: string): string {
  let stem = word;
  for (const group of GROUPS) {
    const ending = group.exec(stem)?.[0];
    if (ending === undefined) continue;
    const rest = stem.slice(0, -ending.length);
    if (rest.length >= LEAST && VOWELS.test(rest) && agree(rest, ending)) stem = rest;
  }
  return stem;
}

/** Vowel harmony: an ending has the kind of vowel of the last syllable before it; `и` and `у` go with either. */
function agree(rest: string, ending: string): boolean {
  for (let at = rest.length - 1; at >= 0; at--) {
    const letter = rest[at] ?? '';
    if (BACK.test(letter)) return !FRONT.test(ending);
    if (FRONT.test(letter)) return !BACK.test(ending);
    if (VOWELS.test(letter)) return true;
  }
  return false;
}
