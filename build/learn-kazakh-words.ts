/**
 * `node build/learn-kazakh-words.ts && prettier --write shared/text/kazakh-words.ts`: picks from the lexicon's head words those
 * that stems would be wrong of by rules alone: nouns that end as verbs do (`мектеп`, `жоспар`), nouns whose last sound looks like the
 * beginning of an ending (`кеңес-і`), words that Kazakh shares with Russian (`архив`, `колхоз`), and Kazakh words that look Russian by
 * their letters (`шеберхана`).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createLexicon } from '../shared/text/lexicon.ts';
import { isKazakh } from '../shared/text/is-kazakh.ts';
import { withoutOneEnding } from '../shared/text/stem-kazakh.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const PLAIN = /^[а-яәғқңөұүһі]{4,14}$/u;
const LEAST_LOAN = 4;

const lexicon = createLexicon(gunzipSync(readFileSync(path.join(ROOT, 'assets/lexicon/lexicon.qlx.gz'))));
const kazakh = new Set(lexicon.words('kaz', true));
const russian = new Set(lexicon.words('rus', true));

/** Made of another word of the dictionary by an ending. */
function isInflected(word: string): boolean {
  const { noun, verb } = withoutOneEnding(word);
  return noun.some((rest) => kazakh.has(rest)) || verb.some((rest) => kazakh.has(`${rest}у`));
}

const nouns = pick((word) => withoutOneEnding(word).verb.length > 0 && !isInflected(word));
const endingInS = pick((word) => {
  const rest = word.slice(0, -1);
  return /[аеоөуүұ]с$/u.test(word) && (!kazakh.has(rest) || isInflected(rest));
});
const loans = pick((word) => word.length >= LEAST_LOAN && russian.has(word) && !isInflected(word));

const unlikely = pick((word) => !isKazakh(word) && !lexicon.has(word, 'rus') && !isInflected(word));

writeFileSync(
  path.join(ROOT, 'shared/text/kazakh-words.ts'),
  [
    '/**',
    ' * Words that the Kazakh stemmer knows, made by `build/learn-kazakh-words.ts` of the dictionary hunspell-kk, under the Mozilla Public',
    ' * License 1.1; see `assets/lexicon/licences/kazakh.txt`.',
    ' */',
    '/** Nouns that end as a verb does. */',
    `export const NOUNS_LIKE_VERBS = '${nouns.join(' ')}';`,
    '/** Nouns whose last с belongs to them. */',
    `export const NOUNS_IN_S = '${endingInS.join(' ')}';`,
    '/** Words of both languages. */',
    `export const LOANS = '${loans.join(' ')}';`,
    '/** Kazakh words whose letters speak for Russian. */',
    `export const UNLIKELY = '${unlikely.join(' ')}';`,
    '',
  ].join('\n'),
);
console.log({
  nouns: nouns.length,
  endingInS: endingInS.length,
  loans: loans.length,
  unlikely: unlikely.length,
});

function pick(isWanted: (word: string) => boolean): string[] {
  return [...kazakh].filter((word) => PLAIN.test(word) && isWanted(word)).toSorted();
}
