import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, analyseWord, type TextKind } from './analyse.ts';

const exact = (text: string, kind: TextKind = 'typed') => analyse(text, kind).map((token) => token.exact);
const kind = fc.constantFrom<TextKind>('typed', 'read');

/** Words of three scripts, signs of bad recognition, ends of lines, marks apart from their letters, halves of pairs. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc
    .array(
      // prettier-ignore
      fc.constantFrom(
        'қазақ', 'АССР-інің', 'И\u0306', 'и', 'Е\u0308', 'İ', 'I', 'ı', 'Σ', '¥', '!', '\\', '|', ';', ',', '+', '@', ':', '^', '1', '6', '-', '\n', '\u00ad', '¬', ' ', "'", 'قازاق',
        '\u064e', '\u0640', 'XIX', 'ХХІ', '1946', '–', '.', 'дѣлъ', 'Ќ', 'ə', '\u037e', '\ud801', '\udc00', '\u0301',
      ),
      { maxLength: 30 },
    )
    .map((parts) => parts.join('')),
);

describe('words of a typed text', () => {
  it.each([
    ['Қазақ АССР-інің хаттары, 1937 ж.', ['қазақ', 'асср', 'інің', 'хаттары', '1937', 'ж']],
    ['Ёлка и йод', ['елка', 'и', 'йод']],
    ['И\u0306ОД и\u0306од', ['йод', 'йод']],
    ["об'ём Қазақ’стан d'Arc", ['обем', 'қазақстан', 'darc']],
    ['ко\u00adопе\u200bратив', ['кооператив']],
    ['«Еңбекші-қазақ»', ['еңбекші', 'қазақ']],
    ['İstanbul ISTANBUL ıstanbul', ['istanbul', 'istanbul', 'istanbul']],
    ['قازاق مَكتَب كىـتاپ', ['قازاق', 'مكتب', 'كىتاپ']],
    ['١٩٤٦ ۱۹۴۶', ['1946', '1946']],
    ['ар-\nхив ар\u00ad\nхив ар¬\r\n  хив', ['архив', 'архив', 'архив']],
    ['Алма-\nАта 1932-\nжылы сөз -\nсөз', ['алма', 'ата', '1932', 'жылы', 'сөз', 'сөз']],
    ['әк!м к;астерл1 a|b', ['әк', 'м', 'к', 'астерл1', 'a', 'b']],
    ['... — !', []],
    ['', []],
  ])('%j', (written, words) => {
    expect(exact(written)).toEqual(words);
  });

  it('gives the first word of a compound the joined form', () => {
    expect(analyse('ЮНЕСКО-ның тау-тас', 'typed').map(({ also }) => also)).toEqual([
      ['юнесконың'],
      [],
      ['таутас'],
      [],
    ]);
    expect(
      analyse('ЮНЕСКО-\nның МИНИС-\n  ТРЛІГІ Алма-\r\nАта', 'typed').map(({ exact, also }) => [
        exact,
        ...also,
      ]),
    ).toEqual([
      ['юнеско', 'юнесконың'],
      ['ның'],
      ['минис', 'министрлігі'],
      ['трлігі'],
      ['алма', 'алмаата'],
      ['ата'],
    ]);
    expect(analyse('2009-08-29 5-қор', 'typed').every(({ also }) => also.length === 0)).toBe(true);
  });

  it.each([
    ['дѣло', 'дело'],
    ['Ѳеодоръ', 'феодор'],
    ['исторія', 'история'],
    ['Ќазаќстан', 'қазақстан'],
    ['ќызметініѕ', 'қызметінің'],
    ['Pыcқұлoв', 'рысқұлов'],
  ])('%j is also %j, and its keys are those of that word', (written, modern) => {
    const word = analyseWord(written);
    expect(word.also).toContain(modern);
    expect(word.sound).toBe(analyseWord(modern).sound);
    expect(word.stem ?? word.exact).toBe(analyseWord(modern).stem ?? modern);
  });

  it.each(['міръ', 'объезд', 'съезд', 'кіші', 'дiло'])('leaves %j readable by its own letters', (written) => {
    expect(analyseWord(written).exact).toBe(written);
  });
});

it('finds a year that its letter follows at once, and no other number', () => {
  expect(analyse('1946ж. 1946г. 1946жылы', 'typed').map(({ also }) => also)).toEqual([
    ['1946'],
    ['1946'],
    ['1946'],
  ]);
  expect(analyse('12а ф5 д123 1946б', 'typed').every(({ also }) => also.length === 0)).toBe(true);
});

describe('words of a text that a machine has read', () => {
  it.each([
    ['к;астерл1 ¥лттьщ тэж!рибе 6ip \\с', ['к;астерл1', 'лттьщ', 'тэж!рибе', '6ip', 'с']],
    ['міндетт! Алға! сөз, сөз; 5; 6', ['міндетт', 'алға', 'сөз', 'сөз', '5', '6']],
    ['кен,ес', ['кен,ес']],
    ['жол+анына к@здейт ен:рге @сіп кә#іп', ['жол+анына', 'к@здейт', 'ен:рге', 'сіп', 'кә#іп']],
    [
      '1,7 1946,1947 1940=1945 5:30 *ескерту (сөз) a/b',
      ['1', '7', '1946', '1947', '1940', '1945', '5', '30', 'ескерту', 'сөз', 'a', 'b'],
    ],
    ['хив-\n1мен', ['хив1мен']],
  ])('%j', (written, words) => {
    expect(exact(written, 'read')).toEqual(words);
  });

  it('finds each of two words that only a sign parts', () => {
    expect(analyse('сөйлем,сөз аты:жөні а:б Алға!Қазақ', 'read').map(({ also }) => also)).toEqual([
      ['сөйлем', 'сөз'],
      ['аты', 'жөні'],
      [],
      ['алға', 'қазақ'],
    ]);
  });

  it('keeps the signs in the word as it stands and in a second form', () => {
    expect(analyse('¥лттьщ міндетт!', 'read')).toMatchObject([
      { raw: '¥лттьщ', exact: 'лттьщ', also: ['¥лттьщ'] },
      { raw: 'міндетт!', exact: 'міндетт', also: ['міндетт!'] },
    ]);
    expect(analyse('@сіп', 'read')).toMatchObject([{ raw: '@сіп', exact: 'сіп', also: ['@сіп'] }]);
  });
});

describe('any text at all', () => {
  it('is cut where the words stand, in order, and no word is empty', () => {
    fc.assert(
      fc.property(text, kind, (written, kind) => {
        let last = 0;
        for (const { raw, start, end, exact } of analyse(written, kind)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
          expect(exact).not.toBe('');
          expect(/\s/u.test(exact)).toBe(false);
          expect(plain(raw)).toBe(plain(written.slice(start, end)));
        }
        expect(last).toBeLessThanOrEqual(written.length);
      }),
      { numRuns: 3000 },
    );
  });

  it('has the same words however it is composed', () => {
    fc.assert(
      fc.property(text, kind, (written, kind) => {
        const keys = (form: string) =>
          analyse(form, kind).map(({ raw, exact, also, stem, sound, numbers }) => ({
            raw,
            exact,
            also,
            stem,
            sound,
            numbers,
          }));
        expect(keys(written.normalize('NFD'))).toEqual(keys(written.normalize('NFC')));
      }),
      { numRuns: 3000 },
    );
  });

  it('gives a word the same keys in a text and in a query', () => {
    fc.assert(
      fc.property(text, (written) => {
        for (const { raw, exact, stem, sound, numbers } of analyse(written, 'typed').slice(0, 5)) {
          const asked = analyseWord(raw);
          expect(asked).toMatchObject({ exact, stem, sound });
          expect(numbers).toEqual(expect.arrayContaining([...asked.numbers]));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['letters', 'қ'],
    ['hyphens', 'а-'],
    ['hyphens and ends of lines', 'а-\n'],
    ['apostrophes', "а'"],
    ['soft hyphens', 'а\u00ad'],
    ['only soft hyphens', '\u00ad'],
    ['marks', 'а\u0301'],
    ['signs', '!а;'],
    ['signs between letters', 'а+'],
    ['digits', '1-'],
    ['dates', '1.1.1'],
    ['blanks after a hyphen', 'а-   '],
    ['Arabic', 'قَ'],
  ])(
    'takes a megabyte of %s in one run within a second',
    (_, piece) => {
      const page = piece.repeat(Math.ceil(1_000_000 / piece.length));
      const began = performance.now();
      analyse(page, 'read');
      analyse(page, 'typed');
      // Twice, on a machine that does other things meanwhile; what grows with the square takes minutes.
      expect(performance.now() - began).toBeLessThan(20_000);
    },
    60_000,
  );
});

it('keeps no page alive for the words that it remembers', () => {
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void;
  const pages = 150;
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < pages; i++) analyse(`${'.'.repeat(400_000)} келесібеттіңсөзі${i}сөзі`, 'typed');
  collect();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan((pages * 400_000) / 4);
}, 60_000);

/** Without what is left out of words, composed. */
function plain(written: string): string {
  const joined = written.replaceAll(/[-\u2010\u2011¬\u00ad]*\s*\n\s*/gu, '');
  return joined.replaceAll(/[\p{Cf}\u0640'\u2018\u2019\u02bc`\u1fef\u00b4\u1ffd]/gu, '').normalize('NFC');
}
