/**
 * `node build/make-lexicon.ts --kazakh STEM --russian STEM --english STEM [--out FILE]`: makes the lexicon of dictionaries of
 * Hunspell, each given as the path of its `.aff` and `.dic` without the ending. They are `hunspell-kk` 1.1 of Debian
 * (/usr/share/hunspell/kk_KZ) and the npm packages `dictionary-ru` 3.0.0 and `dictionary-en` 4.0.0 (index); their licences lie beside
 * the lexicon.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { smallLetters } from '../shared/text/case-maps.ts';
import { encodeLexicon, type LexiconLanguage } from '../shared/text/lexicon-format.ts';
import { readHunspell } from './hunspell.ts';

const CYRILLIC = /^[а-яәғқңөұүһі]+(?:-[а-яәғқңөұүһі]+)?$/u;
const LATIN = /^[a-z]+$/u;
const MOST_LETTERS = 32;

const { values } = parseArgs({
  options: {
    kazakh: { type: 'string' },
    russian: { type: 'string' },
    english: { type: 'string' },
    out: { type: 'string', default: path.resolve(import.meta.dirname, '../assets/lexicon/lexicon.qlx.gz') },
  },
});
const { kazakh, russian, english, out } = values;
if (kazakh === undefined || russian === undefined || english === undefined) {
  console.error('Usage: node build/make-lexicon.ts --kazakh STEM --russian STEM --english STEM [--out FILE]');
  process.exit(2);
}

/** One letter is no word to know. */
const foldTo = (shape: RegExp) => (word: string) => {
  const small = smallLetters(word.normalize('NFC'));
  return shape.test(small) && small.length > 1 && small.length <= MOST_LETTERS ? small : null;
};

const sections = new Map<LexiconLanguage, Map<string, boolean>>([
  ['kaz', readHunspell(kazakh, foldTo(CYRILLIC))],
  ['rus', readHunspell(russian, foldTo(CYRILLIC))],
  ['eng', readHunspell(english, foldTo(LATIN))],
]);
const bytes = encodeLexicon(sections);
const zipped = gzipSync(bytes, { level: 9 });
mkdirSync(path.dirname(out), { recursive: true });
writeFileSync(out, zipped);
for (const [language, words] of sections) console.log(`${language}: ${words.size} words`);
console.log(`${(bytes.length / 1e6).toFixed(1)} MB, zipped ${(zipped.length / 1e6).toFixed(2)} MB: ${out}`);
