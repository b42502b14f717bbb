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

const HAS_BACK = /[аы]/u;
const HAS_FRONT = /[еі]/u;

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
  return forms.filter(([form]) => !HAS_BACK.test(form) || !HAS_FRONT.test(form));
}
