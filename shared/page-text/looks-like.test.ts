import { describe, expect, test } from 'vitest';
import { guessLanguage } from './guess-language.ts';
import { looksLike } from './looks-like.ts';
import type { PageText } from './page-text.ts';

const KAZAKH = [
  'Ауылдық кеңестің жиналысында егін жинау жұмыстары мен мал қорасын дайындау мәселесі қаралды.',
  'Баяндамашы үш бригаданың екеуі ғана түнгі ауысымға көшкенін, молотилканың белдігі үзілгенін айтты.',
  'Қаулы етілді: бригадирлер күн сайын кешкі сағат сегізде мәлімет берсін, қырмандағы астық күзетілсін.',
];
const RUSSIAN = [
  'Слушали доклад о подготовке школы к зиме, о заготовке топлива и о ремонте крыши сельского совета.',
  'Постановили: выписать газету на каждый аул, собрание провести в пятницу, протокол отправить в уезд.',
  'Председатель сообщил, что керосина хватит на две недели, а книг в читальне всего тридцать одна.',
];
const ENGLISH = [
  'The minutes of the meeting were read and it was agreed that the grain should be sent to the station.',
  'It is not known who wrote the letter, but the signature on the second page is that of the chairman.',
];
/** As a Russian engine gives Kazakh back. */
const LOST: Readonly<Record<string, string>> = {
  қ: 'к',
  ғ: 'г',
  ң: 'н',
  і: '',
  ә: 'э',
  ө: 'е',
  ұ: 'у',
  ү: 'у',
};
/** As the engine of the noisy seed does. */
const CUT: Readonly<Record<string, string>> = {
  қ: 'ц',
  ғ: 'в',
  ң: 'ц',
  і: '1',
  ә: 'э',
  ө: 'е',
  ұ: '¥',
  ү: 'у',
};

describe('what a page looks like', () => {
  test('Kazakh that lost its letters looks like Kazakh, whichever way it lost them', () => {
    expect(looksLike(page(through(KAZAKH, LOST), ['rus']))).toBe('kaz');
    expect(looksLike(page(through(KAZAKH, CUT), ['rus']))).toBe('kaz');
    expect(looksLike(page(through(KAZAKH, LOST), []))).toBe('kaz');
    expect(looksLike(page(through(KAZAKH, CUT), ['kaz']))).toBe('kaz');
    expect(looksLike(page(through(KAZAKH, LOST), ['Cyrillic']))).toBe('kaz');
  });

  test('a page that was read in its own language looks like nothing else', () => {
    expect(looksLike(page(KAZAKH, ['kaz']))).toBeNull();
    expect(looksLike(page(RUSSIAN, ['rus']))).toBeNull();
    expect(looksLike(page([...RUSSIAN, ...KAZAKH], ['kaz', 'rus']))).toBeNull();
    expect(looksLike(page(ENGLISH, ['eng']))).toBeNull();
    expect(looksLike(page(KAZAKH, ['Cyrillic']))).toBeNull();
    expect(looksLike(page(RUSSIAN, []))).toBeNull();
  });

  test('the half of a page that another language takes up is told', () => {
    expect(looksLike(page([...RUSSIAN, ...through(KAZAKH, LOST)], ['rus']))).toBe('kaz');
    expect(looksLike(page(RUSSIAN, ['kaz']))).toBe('rus');
    expect(looksLike(page(ENGLISH, ['kaz', 'rus']))).toBe('eng');
  });

  test('of too few words, of other alphabets and of languages nearby nothing is said', () => {
    expect(looksLike(page(['Қаулы'], ['rus']))).toBeNull();
    expect(guessLanguage('')).toBeNull();
    expect(looksLike(page(through(KAZAKH, LOST), ['kir']))).toBeNull();
    expect(looksLike(page(['1931 12 45 000 '.repeat(30)], ['rus']))).toBeNull();
  });

  test('the shares of a page add up to no more than the page', () => {
    const { shares, kazakh } = guessLanguage([...RUSSIAN, ...KAZAKH].join('\n')) ?? {
      shares: { kaz: 0, rus: 0, eng: 0 },
      kazakh: { cyrillic: 1, own: 0, marks: 0 },
    };
    expect(shares.kaz + shares.rus + shares.eng).toBeLessThanOrEqual(1.000001);
    expect(shares.kaz).toBeGreaterThan(0.3);
    expect(shares.rus).toBeGreaterThan(0.3);
    expect(kazakh.own / kazakh.cyrillic).toBeGreaterThan(0.12);
  });
});

function through(lines: readonly string[], lost: Readonly<Record<string, string>>): string[] {
  return lines.map((line) => Array.from(line.toLowerCase(), (letter) => lost[letter] ?? letter).join(''));
}

function page(lines: readonly string[], languages: string[]): PageText {
  const place = { x: 0, y: 0, w: 10, h: 10 };
  const textLines = lines.map((line) => ({
    place,
    words: line
      .split(' ')
      .filter((text) => text !== '')
      .map((text) => ({ text, place, sure: null })),
  }));
  return { width: 100, height: 100, languages, engine: 'test', blocks: [{ place, lines: textLines }] };
}
