/**
 * A light stemmer for Kazakh: takes endings off from the end of a word in the order in which the language puts them on, where
 * vowel harmony and the sound before the ending allow it and enough of the word is left. The result is a key, no word: `кітабы` and
 * `кітап` have the same. Pure.
 */
import { NOUN_ROOTS, VERB_ROOTS } from './kazakh-roots.ts';
import { NOUNS_IN_S, NOUNS_LIKE_VERBS, UNLIKELY } from './kazakh-words.ts';
import { isLoan, stemOfLoan } from './loans.ts';
import { canEnd, formsOf, hardened } from './kazakh-endings.ts';

type Endings = {
  /** Each form with the sounds that may stand before it. */
  readonly forms: ReadonlyMap<string, string>;
  /** Where nothing is known of a word, so much of it is left. */
  readonly least: number;
  /** Shorter words that may be left. */
  readonly roots: ReadonlySet<string>;
};

/** Endings of nouns by their place, the outermost first; at most one of each place is taken off. */
const NOUN_PLACES: readonly Endings[] = [
  // Who it is, what it is like.
  nouns('MIн', 'сIң', 'сIз', 'MIз', 'сIңдAр', 'сIздAр', 'DAй', 'нDAй'),
  // What stands somewhere.
  nouns('DAGI', 'нDAGI'),
  // Cases.
  nouns('ҢIң', 'GA', 'нA', 'NI', 'DA', 'нDA', 'ЫAн', 'Mен', 'Iн', 'сIн'),
  // Whose.
  nouns('сI', 'I', 'IмIз', 'мIз', 'IңIз', 'ңIз'),
  // Many.
  nouns('LAр'),
];
const OWNERS = 3;
/** Endings that only verbs have, with what nouns made of verbs take. */
// prettier-ignore
const SURELY_VERB = verbs(
  'GAн', 'AтIн', 'йтIн', 'AдI', 'йдI', 'AмIн', 'AмIз', 'AсIз', 'AсIң', 'ймIн', 'ймIз', 'йсIз', 'йсIң', 'GAлI', 'IпDI', 'пDI', 'GAнDA', 'GAнNAн',
  'уDA', 'уGA', 'уI', 'уDың',
);
// prettier-ignore
const MAYBE_VERB = verbs(
  'у', 'Iп', 'п', 'DI', 'DIм', 'DIңIз', 'Aр', 'сA', 'сAм', 'сAң', 'AйIн', 'йIн', 'MAс', 'Aй', 'й',
);
/** Not done; done to it. */
const INSIDE_VERB: readonly Endings[] = [verbs('MA'), verbs('Iл', 'л')];

function nouns(...templates: readonly string[]): Endings {
  return { forms: formsOf(templates), least: 4, roots: NOUN_ROOTS };
}

function verbs(...templates: readonly string[]): Endings {
  return { forms: formsOf(templates), least: 3, roots: VERB_ROOTS };
}

/** The stem of a Kazakh word in small letters. */
export function stemKazakh(word: string): string {
  const known = beginsWithNoun(word) ? knownWithin(word) : null;
  const noun = known === null ? nounStem(word) : { stem: known, verb: null };
  if (noun.verb !== null) return finish(verbStem(noun.verb));
  const stem = hardened(noun.stem);
  const loan = isLoan(stem) ? stemOfLoan(stem) : null;
  if (loan !== null) return loan;
  if (LIKE_VERBS.has(stem)) return finish(stem);
  const rest = withoutEnding(stem, MAYBE_VERB);
  return finish(rest === stem ? rest : verbStem(rest));
}

/** The known noun that a word is with endings of Kazakh, or itself; null when it is none. Its letters may speak for Russian. */
export function knownNounOf(word: string): string | null {
  const { stem, verb } = nounStem(word);
  const noun = hardened(stem);
  return verb === null && isKnownNoun(noun) ? noun : null;
}

/** What may be left of a word without one ending: of a noun, and of a verb (without `-у`). For those who make the lists of words. */
export function withoutOneEnding(word: string): { noun: string[]; verb: string[] } {
  const strip = (from: string, places: readonly Endings[]) =>
    places
      .map((endings) => withoutEnding(from, endings, endings.least, () => false))
      .filter((rest) => rest !== from);
  const verb = strip(word, [SURELY_VERB, MAYBE_VERB]);
  return {
    noun: strip(word, NOUN_PLACES).map(hardened),
    verb: [...verb, ...verb.flatMap((rest) => strip(rest, INSIDE_VERB))],
  };
}

/** Spares most words the search. */
function beginsWithNoun(word: string): boolean {
  for (let length = SHORTEST_KNOWN; length <= word.length; length++)
    if (isKnownNoun(hardened(word.slice(0, length)))) return true;
  return isKnownNoun(word);
}

/** The known noun that the word is with endings in their order, whichever other endings it may be cut at: `аудан-ы`, not `ауда-ны`. */
function knownWithin(word: string, from = 0): string | null {
  if (isKnownNoun(word)) return word;
  for (const [i, { forms }] of NOUN_PLACES.slice(from).entries())
    for (let length = Math.min(LONGEST, word.length - SHORTEST_KNOWN); length > 0; length--) {
      const ending = word.slice(-length);
      const rest = word.slice(0, -length);
      if (forms.get(ending)?.includes(rest.at(-1) ?? '') !== true || !canEnd(rest, ending)) continue;
      const noun = isKnownNoun(hardened(rest)) ? rest : knownWithin(rest, from + i + 1);
      if (noun !== null) return noun;
    }
  return null;
}

/** What is left of a noun; `verb` where an ending came to light that only verbs have. */
function nounStem(word: string): { stem: string; verb: string | null } {
  let stem = word;
  let least: number | undefined;
  for (const [place, endings] of NOUN_PLACES.entries()) {
    if (isKnownNoun(stem)) break;
    const verb = withoutEnding(stem, SURELY_VERB);
    if (verb !== stem) return { stem, verb };
    const rest = withoutEnding(stem, endings, place === OWNERS ? least : undefined);
    // Only an owner's ending puts `н` before a case, so it is there to be taken off: `зал-ы-на`.
    least = stem.startsWith('н', rest.length) && /[ыі]$/u.test(rest) ? 3 : undefined;
    stem = rest;
  }
  return { stem, verb: null };
}

function verbStem(stem: string): string {
  return INSIDE_VERB.reduce((rest, endings) => withoutEnding(rest, endings), stem);
}

const LONGEST = 7;
const SHORTEST_KNOWN = 3;
/** `жұмыс-ы`, `чемпион-ы`: what looks like the ending `-сы` or `-ны` is the word's own, save after `-шы`. */
const SHORT_OWNER = /^(?:с[ыі]н?|н[ыі])$/u;
const OWN_SOUND = /(?:[^ш][ыі]|о)$/u;

/** `ел-і-нде`: a case behind the ending that says whose it is. */
function isOwnedRoot(rest: string, ending: string, roots: ReadonlySet<string>): boolean {
  return ending.startsWith('н') && /[ыі]$/u.test(rest) && roots.has(rest.slice(0, -1));
}

/** What archives are full of, and rules alone would cut at the wrong place: `кең-се`, `құж-атын`, `ауда-ны`, `төра-ға`. */
const ARCHIVE_NOUNS = 'кеңсе құжат аудан қаулы төраға бай қызылорда';
const LIKE_VERBS = new Set(`${ARCHIVE_NOUNS} ${NOUNS_LIKE_VERBS}`.split(' '));

const KNOWN = new Set([...LIKE_VERBS, ...NOUNS_IN_S.split(' '), ...UNLIKELY.split(' ')]);

function isKnownNoun(word: string): boolean {
  return KNOWN.has(word) || isLoan(word);
}

/** The word without the longest ending of these, but rather with what is left a known noun; the word itself when it has none. */
function withoutEnding(
  word: string,
  { forms, least, roots }: Endings,
  atLeast = least,
  isNoun = isKnownNoun,
): string {
  let found = word;
  for (let length = Math.min(LONGEST, word.length - 2); length > 0; length--) {
    const ending = word.slice(-length);
    const before = forms.get(ending);
    if (before === undefined) continue;
    const rest = word.slice(0, -length);
    if (!before.includes(rest.at(-1) ?? '')) continue;
    if (rest.length < atLeast && !roots.has(rest) && !isOwnedRoot(rest, ending, roots)) continue;
    if (SHORT_OWNER.test(ending) && OWN_SOUND.test(rest)) continue;
    if (!canEnd(rest, ending)) continue;
    if (isNoun(hardened(rest))) return rest;
    if (found === word) found = rest;
  }
  return found;
}

/** Nouns that lose the vowel of their last syllable before an ending: `халық`, `халқы`. */
// prettier-ignore
const ELIDED: Readonly<Record<string, string>> = {
  халқ: 'халық', орн: 'орын', мүлк: 'мүлік', ауз: 'ауыз', мойн: 'мойын', мұрн: 'мұрын', ерн: 'ерін', көрк: 'көрік', серк: 'серік',
  бөрк: 'бөрік', қалп: 'қалып', нарқ: 'нарық', парқ: 'парық', құлқ: 'құлық', ғұрп: 'ғұрып', әрп: 'әріп', қарн: 'қарын', ерк: 'ерік', қырқ: 'қырық', ғарп: 'ғарып',
};

/** One form of what endings change: a last vowel falls, a last sound loses its voice. */
function finish(stem: string): string {
  const last = stem.at(-1) ?? '';
  if (stem.length > 4 && 'аеыі'.includes(last)) return finish(stem.slice(0, -1));
  const hard = hardened(stem);
  return ELIDED[hard] ?? hard;
}
