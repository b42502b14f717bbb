/** Forms of words as expressions of FTS5 over the one column of `page_words`. Pure. */
import type { WordForms } from './expand-forms.ts';
import { numberTerm, quoted, soundTerm, stemTerm, suspectTerm } from './terms.ts';

/** How far down the tiers is looked: 1 the words as they were typed, 2 all certain ones, 4 the uncertain ones too. */
export type Level = 0 | 1 | 2 | 4;

/** All pages that have the word in a tier up to this one. */
export function expressionOf(forms: WordForms, level: Level): string {
  const { exact, stems, sounds, numbers, isPrefix, misread } = forms;
  const terms = new Set(exact.map((form) => quoted(form, isPrefix)));
  if (level >= 2) {
    // A word of a page that is its own stem has none of its own.
    for (const term of stems.flatMap((stem) => [stem, stemTerm(stem)])) terms.add(quoted(term));
    for (const sound of sounds) terms.add(quoted(soundTerm(sound), isPrefix));
    for (const number of numbers) terms.add(quoted(numberTerm(number)));
  }
  if (level >= 4) for (const { term } of misread) terms.add(quoted(suspectTerm(term)));
  return anyOf([...terms]);
}

/** Pages that have the words one behind the other; with `slack` other words may stand between, and the order is not kept. */
export function phraseExpression(words: readonly WordForms[], slack: number): string {
  const first = words.map(({ exact }) => exact[0] ?? '');
  if (slack === 0) return quoted(first.join(' '));
  return `NEAR(${first.map((word) => quoted(word)).join(' ')}, ${slack})`;
}

/** Pages that have all words of a phrase, each as it was typed or misread. */
export function phraseCandidates(words: readonly WordForms[]): string {
  return allOf(
    words.map(({ exact, misread }) =>
      anyOf([
        ...exact.slice(0, 1).map((form) => quoted(form)),
        ...misread.map(({ term }) => quoted(suspectTerm(term))),
      ]),
    ),
  );
}

export function anyOf(expressions: readonly string[]): string {
  const [first = ''] = expressions;
  return expressions.length < 2 ? first : `(${expressions.join(' OR ')})`;
}

export function allOf(expressions: readonly string[]): string {
  const [first = ''] = expressions;
  return expressions.length < 2 ? first : `(${expressions.join(' AND ')})`;
}

export function without(expression: string, less: string): string {
  return `(${expression} NOT ${less})`;
}
