/**
 * `npm run -s bench -- analyser --sentences FILE [--pairs FILE.tsv]`: how fast texts are cut into words with their keys, how often the
 * key of a word in another script is that of the word in Cyrillic, how many of the words the lexicon knows; with `--pairs` (an
 * inflected word, a tab, its lemma) how well stems bring forms together.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readLexicon } from '../../electron/services/text-index/read-lexicon.ts';
import { analyse } from '../../shared/text/analyse.ts';
import { smallLetters } from '../../shared/text/case-maps.ts';
import { soundKey, soundKeys } from '../../shared/text/sound-key.ts';
import { stemKazakh } from '../../shared/text/stem-kazakh.ts';
import { stemOf } from '../../shared/text/stem.ts';
import { SCRIPTS } from './analyser/scripts.ts';
import type { BenchOptions } from './main.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PAGE = 2500;
const WORD = /^[а-яёәғқңөұүһі]{2,}$/u;

export async function run({ files = {}, runs = 5 }: BenchOptions): Promise<object> {
  if (files.sentences === undefined) throw new Error('which text? --sentences FILE');
  const text = readFileSync(files.sentences, 'utf8');
  const tokens = (text.match(/\p{L}+/gu) ?? [])
    .map((word) => word.normalize('NFC').toLowerCase())
    .filter((word) => WORD.test(word));
  const types = [...new Set(tokens)];
  return Promise.resolve({
    bench: 'analyser',
    tokens: tokens.length,
    types: types.length,
    speed: measureSpeed(text, runs),
    scripts: Object.fromEntries(
      Object.entries(SCRIPTS).map(([name, write]) => [name, measureScript(types, write)]),
    ),
    sharedKeys: shareOfSharedKeys(types),
    lexicon: measureLexicon(tokens, types),
    stems: files.pairs === undefined ? null : measureStems(readFileSync(files.pairs, 'utf8')),
  });
}

function measureSpeed(text: string, runs: number): object {
  const pages = Array.from({ length: Math.ceil(text.length / PAGE) }, (_, i) =>
    text.slice(i * PAGE, (i + 1) * PAGE),
  );
  // Of the processor's time, since machines that measure do other things as well.
  const perSecond = Array.from({ length: runs + 1 }, () => {
    const began = process.cpuUsage();
    let count = 0;
    for (const page of pages) count += analyse(page, 'read').length;
    const { user, system } = process.cpuUsage(began);
    return Math.round((count / (user + system)) * 1_000_000);
  });
  const [firstTime = 0, ...remembered] = perSecond;
  return { firstTime, remembered: remembered.toSorted((a, b) => a - b)[Math.floor(runs / 2)] };
}

/** `sameKey`: as an index has it; `foundByQuery`: with the further keys of the word that is asked for. */
function measureScript(types: readonly string[], write: (word: string) => string): object {
  let [same, found] = [0, 0];
  for (const word of types) {
    const key = soundKey(smallLetters(write(word).normalize('NFC')));
    if (key === soundKey(smallLetters(word))) same++;
    if (key !== null && soundKeys(word).includes(key)) found++;
  }
  return { sameKey: rounded(same / types.length), foundByQuery: rounded(found / types.length) };
}

function shareOfSharedKeys(types: readonly string[]): number {
  const counts = new Map<string | null, number>();
  const keys = types.map((word) => soundKey(smallLetters(word)));
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return rounded(keys.filter((key) => (counts.get(key) ?? 0) > 1).length / keys.length);
}

function measureLexicon(tokens: readonly string[], types: readonly string[]): object {
  const lexicon = readLexicon(ROOT);
  const known = new Set(types.filter((word) => lexicon.has(smallLetters(word))));
  return {
    words: lexicon.size(),
    tokensKnown: rounded(tokens.filter((word) => known.has(word)).length / tokens.length),
    typesKnown: rounded(known.size / types.length),
  };
}

/** Of all pairs of words: those that share a stem and a lemma, against those that share a stem, and a lemma. */
function measureStems(pairs: string): object {
  const lemmas = new Map<string, Set<string>>();
  const add = (word: string, lemma: string) => {
    const known = lemmas.get(word) ?? new Set();
    lemmas.set(word, known.add(lemma));
  };
  for (const line of pairs.trim().split('\n')) {
    const [form = '', lemma = ''] = line.split('\t').map((word) => smallLetters(word.normalize('NFC')));
    add(form, lemma);
    add(lemma, lemma);
  }
  const words = [...lemmas.keys()];
  const measure = (stemmer: (word: string) => string): object => {
    const stems = words.map(stemmer);
    let [both, stemOnly, lemmaOnly] = [0, 0, 0];
    for (const [i, word] of words.entries())
      for (let j = i + 1; j < words.length; j++) {
        const hasStem = stems[i] === stems[j];
        const others = lemmas.get(words[j] ?? '');
        const hasLemma = [...(lemmas.get(word) ?? [])].some((lemma) => others?.has(lemma) === true);
        if (hasStem && hasLemma) both++;
        else if (hasStem) stemOnly++;
        else if (hasLemma) lemmaOnly++;
      }
    return { precision: rounded(both / (both + stemOnly)), recall: rounded(both / (both + lemmaOnly)) };
  };
  return {
    kazakh: measure(stemKazakh),
    byLetters: measure(stemOf),
    firstFive: measure((word) => word.slice(0, 5)),
  };
}

function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
