/**
 * `node build/learn-letter-pairs.ts`: counts the pairs of letters in the lexicon's Kazakh and Russian words and writes how much
 * rather each speaks for Kazakh into `shared/text/letter-pairs.ts`. Only words without letters that Kazakh alone has are counted.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createLexicon, type LexiconLanguage } from '../shared/text/lexicon.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
/** The edge of a word, then the letters. */
const SIGNS = ' абвгдежзийклмнопрстуфхцчшщъыьэюя';
const RUSSIAN_LETTERS = /^[а-я]+$/u;
/** Natural logarithms from −3 to 3 in quarters, as the letters from A to Y. */
const STEPS = 4;
const MOST = 3;
const MIDDLE = 'M'.charCodeAt(0);

const lexicon = createLexicon(gunzipSync(readFileSync(path.join(ROOT, 'assets/lexicon/lexicon.qlx.gz'))));
const [kazakh, russian] = [countPairs('kaz'), countPairs('rus')];
const rows = Array.from(SIGNS, (first) =>
  Array.from(SIGNS, (second) => {
    const rather = shareOf(kazakh, first + second) - shareOf(russian, first + second);
    const bounded = Math.max(-MOST, Math.min(MOST, rather));
    return String.fromCharCode(MIDDLE + Math.round(bounded * STEPS));
  }).join(''),
);
writeFileSync(
  path.join(ROOT, 'shared/text/letter-pairs.ts'),
  `/** Made by \`build/learn-letter-pairs.ts\`; see \`is-kazakh.ts\`. */\nexport const PAIR_SIGNS = '${SIGNS}';\n
/** A row for the first sign of a pair, a column for the second: A speaks for Russian, M for neither, Y for Kazakh. */
export const PAIR_WEIGHTS: readonly string[] = [\n${rows.map((row) => `  '${row}',\n`).join('')}];\n`,
);

function countPairs(language: LexiconLanguage): { counts: Map<string, number>; total: number } {
  const counts = new Map<string, number>();
  let total = 0;
  for (const word of lexicon.words(language)) {
    if (!RUSSIAN_LETTERS.test(word)) continue;
    const edged = ` ${word} `;
    for (let at = 0; at + 1 < edged.length; at++, total++) {
      const pair = edged.slice(at, at + 2);
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
  }
  return { counts, total };
}

/** The logarithm of its share; a pair that was never seen counts as if it were seldom. */
function shareOf({ counts, total }: ReturnType<typeof countPairs>, pair: string): number {
  return Math.log(((counts.get(pair) ?? 0) + 2) / total);
}
