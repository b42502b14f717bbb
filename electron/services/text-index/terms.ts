/**
 * What stands in the one column of `page_words`. First the words of the page in their order, each as its exact form, so that
 * phrases are phrases; then, past a bar that no phrase goes over, everything else: further exact forms, and behind a sign of
 * their own the stems, the keys of their sound, numbers, and words that are suspect. The same terms in columns of their own
 * take a third more of the disk, and a table for each a query of its own. Pure.
 */
import type { Token } from '../../../shared/text/analyse.ts';

/** All white space parts terms; every other sign of ASCII that is no letter or digit belongs to them. */
export const SEPARATORS = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** Private signs of Unicode: no word of a text begins with them. */
const STEM = '\uE001';
const SOUND = '\uE002';
const NUMBER = '\uE003';
const SUSPECT = '\uE004';
const BAR = '\uE000';

/** As they stand in the index; for a query put `quoted` around them. */
export const stemTerm = (stem: string): string => STEM + stem;
export const soundTerm = (sound: string): string => SOUND + sound;
export const numberTerm = (number: string): string => NUMBER + number;
export const suspectTerm = (term: string): string => SUSPECT + term;

/** A term or, with several words, a phrase of FTS5; `prefix`: all that begin so. */
export function quoted(term: string, prefix = false): string {
  return `"${term.replaceAll('"', '""')}"${prefix ? '*' : ''}`;
}

/** A page's terms; `suspects` are the words on it that may have been others. */
export function termsOf(tokens: readonly Token[], suspects: readonly string[]): string {
  const words: string[] = [];
  const also = new Set<string>();
  const keys = new Set<string>();
  for (const token of tokens) {
    words.push(token.exact);
    for (const form of token.also) also.add(form);
    if (token.stem !== null) keys.add(stemTerm(token.stem));
    if (token.sound !== null) keys.add(soundTerm(token.sound));
    for (const number of token.numbers) keys.add(numberTerm(number));
  }
  for (const term of suspects) keys.add(suspectTerm(term));
  return [words.join(' '), ...[...also].map((form) => `${BAR} ${form}`), BAR, ...keys].join(' ');
}
