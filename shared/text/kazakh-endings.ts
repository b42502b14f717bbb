/**
 * The forms of Kazakh endings. An ending is a template: `A` is а or е, `I` ы or і; `D`, `L`, `N`, `Ң`, `Ы`, `G`, `M` at its head are the
 * sounds that change with the one before them; the rest stands for itself. Pure.
 */
const VOWELS = 'аәоөұүыіеиуэяюё';
const NASALS = 'мнң';
const SOFT = 'лрйжз';
/** With those that only loans end in, which take the same endings: `заводтар`, `клубта`. */
const HARD = 'пткқсшщчцхфһбвгд';
const CONSONANTS = `${NASALS}${SOFT}${HARD}ғу`;

/** What a sign of a template stands for, each with the sounds that it follows. */
const SIGNS: Readonly<Record<string, readonly (readonly [letters: string, before: string])[]>> = {
  A: [['ае', CONSONANTS]],
  // After д it is the end of `-ды`.
  I: [['ыі', CONSONANTS.replace('д', '')]],
  D: [
    ['д', VOWELS + NASALS + SOFT],
    ['т', HARD],
  ],
  L: [
    ['л', `${VOWELS}рй`],
    ['д', `${NASALS}лжз`],
    ['т', HARD],
  ],
  // Of the accusative, the genitive and the ablative.
  N: [
    ['н', VOWELS],
    ['д', NASALS + SOFT],
    ['т', HARD],
  ],
  Ң: [
    ['н', VOWELS + NASALS],
    ['д', SOFT],
    ['т', HARD],
  ],
  Ы: [
    ['н', `${NASALS}ыі`],
    ['д', VOWELS + SOFT],
    ['т', HARD],
  ],
  G: [
    ['ғг', VOWELS + NASALS + SOFT],
    ['қк', HARD],
  ],
  M: [
    ['м', `${VOWELS}${NASALS}лрй`],
    ['б', `${NASALS}жз`],
    ['п', HARD],
  ],
};
/** What may stand before an ending whose first sign is none of these. */
const BEFORE: readonly (readonly [RegExp, string])[] = [
  [/^н(?:A|DA|DAGI|DAй)$/u, 'ыі'],
  [/^(?:й|п|л$|сIн?$|[мң]Iз$)/u, VOWELS],
];

/** Sounds of an ending that go with back vowels, and with front ones. */
const BACK_SOUND = /[аығқ]/u;
const FRONT_SOUND = /[еігк]/u;

/** Every form of these templates with the sounds that may stand before it. */
export function formsOf(templates: readonly string[]): ReadonlyMap<string, string> {
  const forms = new Map<string, string>();
  for (const template of templates)
    for (const [form, before] of spelledOut(template)) forms.set(form, (forms.get(form) ?? '') + before);
  return forms;
}

function spelledOut(template: string): (readonly [string, string])[] {
  const [first = '', ...others] = template;
  const anywhere = BEFORE.find(([pattern]) => pattern.test(template))?.[1] ?? VOWELS + CONSONANTS;
  let forms = (SIGNS[first] ?? [[first, anywhere] as const]).flatMap(([letters, before]) =>
    Array.from(letters, (letter) => [letter, before] as const),
  );
  for (const sign of others) {
    const letters = SIGNS[sign]?.map(([each]) => each).join('') ?? sign;
    forms = forms.flatMap(([form, before]) =>
      Array.from(letters, (letter) => [form + letter, before] as const),
    );
  }
  return forms.filter(([form]) => !(BACK_SOUND.test(form) && FRONT_SOUND.test(form)));
}

/** Whether a word that ends so may have this ending, the sound before it aside. */
export function canEnd(rest: string, ending: string): boolean {
  return agree(rest, ending) && !NO_END.test(rest);
}

/** Two consonants that no word ends in speak against an ending: `Қазақс-тан`. */
const NO_END = /[^аәоөұүыіеиуэяюёрлнңйс][^аәоөұүыіеиуэяюёр]$/u;

const BACK = /[аоұыяё]/u;
const FRONT = /[әөүіе]/u;
const WITH = /^[мбп]ен$/u;

/** Vowel harmony: an ending has the kind of vowel of the last syllable before it; `и` and `у` go with either. */
function agree(rest: string, ending: string): boolean {
  if (WITH.test(ending)) return true;
  for (let at = rest.length - 1; at >= 0; at--) {
    const letter = rest[at] ?? '';
    if (BACK.test(letter)) return !FRONT.test(ending);
    if (FRONT.test(letter)) return !BACK.test(ending);
    if ('иуэю'.includes(letter)) return true;
  }
  return false;
}

const HARD_FORMS: Readonly<Record<string, string>> = { б: 'п', г: 'к', ғ: 'қ' };

/** With the last sound as it is where no ending follows: `кітаб` is `кітап`. */
export function hardened(rest: string): string {
  const hard = HARD_FORMS[rest.at(-1) ?? ''];
  return hard === undefined ? rest : rest.slice(0, -1) + hard;
}
