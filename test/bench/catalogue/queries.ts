/** The queries of all engines: made from the archive's own entries, the same for the same seed. */
import { queryTerms } from '../../../shared/query/query-terms.ts';
import { seededRandom, type SeededRandom } from '../../fixtures/seeded-random.ts';

export const QUERY_KINDS = ['typed', 'words', 'prefix', 'code', 'near'] as const;
export type QueryKind = (typeof QUERY_KINDS)[number];
export type Query = { readonly kind: QueryKind; readonly text: string };

/** As people type: whole words, beginnings, codes, single letters. */
const TYPED = [
  'переписк',
  'приказы уездного исполкома',
  'қоныс аудару',
  'Сарыозекского сельского совета 1934',
  'Ф. 1. Оп. 1. Д. 12',
  '2/1/47',
  'личное дело Воронин',
  'мектеп',
  'тұз өндіру туралы болыстық',
  'железная дорога 19',
  'с',
  'ж',
];
const OF_EACH_KIND = 12;
const LETTERS = 'а б в г д е и к л м н о п р с т у ә ғ қ ң ө ұ ү һ і'.split(' ');

/** `entries` are records as their words, one line each. */
export function makeQueries(entries: readonly string[], seed: number): Query[] {
  const random = seededRandom(seed);
  const kinds: Record<Exclude<QueryKind, 'typed'>, () => string> = {
    words: () => pickWords(random, entries, 1 + random.below(3)).join(' '),
    prefix: () => {
      const words = pickWords(random, entries, 1 + random.below(3));
      return [...words.slice(0, -1), (words.at(-1) ?? '').slice(0, 2 + random.below(3))].join(' ');
    },
    code: () => pickCode(random, entries),
    near: () => slip(random, pickWords(random, entries, 1)[0] ?? ''),
  };
  const made = Object.entries(kinds).flatMap(([kind, make]) =>
    Array.from({ length: OF_EACH_KIND }, () => ({ kind: kind as QueryKind, text: make() })),
  );
  return [...TYPED.map((text) => ({ kind: 'typed' as const, text })), ...made];
}

/** The query for FTS5: every word, the last one perhaps begun. */
export function fts5Expression(text: string): string {
  const { words, begun } = queryTerms(text);
  return words.map((word) => `"${word}"`).join(' ') + (begun === null ? '' : '*');
}

/** Words of one record that stand for something: no numbers, no short ones. */
function pickWords(random: SeededRandom, entries: readonly string[], count: number): string[] {
  for (;;) {
    const words = [...new Set(random.pick(entries).split(' '))].filter((word) => /^\p{L}{5,}$/u.test(word));
    if (words.length < count) continue;
    const from = random.below(words.length - count + 1);
    return words.slice(from, from + count);
  }
}

const PART = /^(?<label>ф|оп|д)(?<number>\p{L}?\d+\p{L}*)$/u;

function pickCode(random: SeededRandom, entries: readonly string[]): string {
  for (;;) {
    const parts = new Map<string, string>();
    for (const word of random.pick(entries).split(' ')) {
      const { label = '', number = '' } = PART.exec(word)?.groups ?? {};
      if (/^\d/u.test(number)) parts.set(label, number);
    }
    const [fonds, inventory, unit] = [parts.get('ф'), parts.get('оп'), parts.get('д')];
    if (fonds === undefined || inventory === undefined || unit === undefined) continue;
    return random.chance(0.5)
      ? `Ф. ${fonds}. Оп. ${inventory}. Д. ${unit}`
      : `${fonds}-қор ${inventory}-тізімдеме ${unit}-іс`;
  }
}

/** One letter wrong, as a hurried hand or a poor recognition has it. */
function slip(random: SeededRandom, word: string): string {
  const at = 1 + random.below(word.length - 1);
  const letter = random.pick(LETTERS.filter((each) => each !== word[at]));
  return `${word.slice(0, at)}${letter}${word.slice(at + 1)} `;
}
