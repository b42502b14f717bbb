import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../model/record-types.ts';
import { must } from '../must.ts';
import { withoutChip } from './chips.ts';
import { MAX_QUERY_LENGTH, parseQuery } from './parse-query.ts';
import { isSameQuery, printQuery } from './print-query.ts';
import type { PhraseNode, QueryNode, WordNode } from './query-node.ts';

/** A tree in one line: `(a & b)`, `(a | b)`, `!a`, `title:a*`, `"a b"~2`, `[1937-01-01..]`, `{фр5 оп1}`. */
function sketch(node: QueryNode | null): string {
  if (node === null) return '';
  switch (node.kind) {
    case 'all':
      return `(${node.parts.map(sketch).join(' & ')})`;
    case 'any':
      return `(${node.parts.map(sketch).join(' | ')})`;
    case 'not':
      return `!${sketch(node.part)}`;
    case 'word':
      return sketchWord(node);
    case 'phrase':
      return sketchPhrase(node);
    case 'dates':
      return `[${node.from ?? ''}..${node.to ?? ''}]`;
    case 'code':
      return `{${node.tokens.join(' ')}${node.parts.leaves === undefined ? '' : ' л'}${node.begun ? '…' : ''}}`;
    default:
      return `${node.field}=${node.value}`;
  }
}

function sketchWord({ field, word, mode, reach, begun }: WordNode): string {
  const mark = { plain: '', exact: '=', prefix: '*', near: `~${reach}` }[mode];
  return `${field === null ? '' : `${field}:`}${word.exact}${mark}${begun ? '…' : ''}`;
}

function sketchPhrase({ field, words, slack, exactSpelling }: PhraseNode): string {
  const text = words.map(({ exact }) => exact).join(' ');
  const name = field === null ? '' : `${field}:`;
  return `${name}${exactSpelling ? '=' : ''}"${text}"${slack > 0 ? `~${slack}` : ''}`;
}

const read = (text: string) => sketch(parseQuery(text, { begun: false }).root);
const problemOf = (text: string) => {
  const { problem } = parseQuery(text, { begun: false });
  return problem === null ? null : `${problem.code} ${text.slice(problem.at.start, problem.at.end)}`;
};

describe('a query', () => {
  it.each([
    ['', ''],
    ['  ...  ', ''],
    ['хат', 'хат'],
    ['Ұлттық кітапхана', '(ұлттық & кітапхана)'],
    ['хат ИЛИ письмо', '(хат | письмо)'],
    ['хат | письмо', '(хат | письмо)'],
    ['хат НЕМЕСЕ письмо OR letter', '(хат | письмо | letter)'],
    ['совхоз И колхоз', '(совхоз & колхоз)'],
    ['совхоз и колхоз', '(совхоз & и & колхоз)'],
    ['хат және жоба', '(хат & және & жоба)'],
    ['a b OR c', '((a & b) | c)'],
    ['a (b OR c)', '(a & (b | c))'],
    ['а НЕ б', '(а & !б)'],
    ['а ЕМЕС б', '(а & !б)'],
    ['а -б', '(а & !б)'],
    ['а -(б в)', '(а & !(б & в))'],
    ['а - б', '(а & б)'],
    ['=сақтау', 'сақтау='],
    ['сақта*', 'сақта*'],
    ['сақтау~', 'сақтау~2'],
    ['сақтау~0', 'сақтау~0'],
    ['сақтау~1', 'сақтау'],
    ['сақтау~3', 'сақтау~3'],
    ['сақтау~9', 'сақтау~3'],
    ['"халық ағарту"', '"халық ағарту"'],
    ['«халық ағарту»', '"халық ағарту"'],
    ['„халық ағарту“', '"халық ағарту"'],
    ['"халық ағарту"~3', '"халық ағарту"~3'],
    ['"халық ағарту"~', '"халық ағарту"~5'],
    ['="халық ағарту"', '="халық ағарту"'],
    ['-"халық ағарту" хат', '(!"халық ағарту" & хат)'],
    ['ЮНЕСКО-ның', '((юнеско & ның) | юнесконың)'],
    ['ЮНЕСКО-ның*', '((юнеско & ның*) | юнесконың*)'],
    ['=а-б', '((а= & б=) | аб=)'],
    ['название:а-б', '((title:а & title:б) | title:аб)'],
    ['т.д.', '(т & д)'],
    ['название:хат', 'title:хат'],
    ['атауы: хат', 'title:хат'],
    ['TITLE:"халық ағарту"', 'title:"халық ағарту"'],
    ['мәтін:(хат OR жоба*) тег:мұра', '((text:хат | text:жоба*) & tag:мұра)'],
    ['-название:хат', '!title:хат'],
    ['тіл:қазақша хат', '(lang=kaz & хат)'],
    ['язык:рус', 'lang=rus'],
    ['деңгей:іс', 'level=unit'],
    ['уровень:(дело OR документ)', '(level=unit | level=document)'],
  ])('%j is %s', (text, tree) => {
    expect([read(text), problemOf(text)]).toEqual([tree, null]);
  });

  it('takes the word that is being typed for the beginning of one', () => {
    const typed = (text: string) => sketch(parseQuery(text).root);
    expect(typed('хат жоб')).toBe('(хат & жоб…)');
    expect(typed('хат жоб ')).toBe('(хат & жоб)');
    expect(typed('хат -жоб')).toBe('(хат & !жоб)');
    expect(typed('хат OR жоб')).toBe('(хат | жоб…)');
    expect(typed('=жоб')).toBe('жоб=');
    expect(typed('название:жоб')).toBe('title:жоб…');
    expect(typed('Ф. 5 Оп. 1 Д. 12')).toBe('{ф5 оп1 д12…}');
    expect(typed('"хат жоб"')).toBe('"хат жоб"');
  });
});

describe('dates in a query', () => {
  it.each([
    ['1946', '1946'],
    ['1946 г.', '1946'],
    ['1937..1940', '[1937-01-01..1940-12-31]'],
    ['1940..1937', '[1937-01-01..1940-12-31]'],
    ['1937 .. 1940', '[1937-01-01..1940-12-31]'],
    ['1937…1940', '[1937-01-01..1940-12-31]'],
    ['1937..1940 гг. хат', '([1937-01-01..1940-12-31] & хат)'],
    ['1937..1940 5 мамыр', '([1937-01-01..1940-12-31] & 5 & мамыр)'],
    ['..1917', '[..1917-12-31]'],
    ['1917..', '[1917-01-01..]'],
    ['<1917', '[..1916-12-31]'],
    ['<= 1917', '[..1917-12-31]'],
    ['>1917', '[1918-01-01..]'],
    ['≥1917-03', '[1917-03-01..]'],
    ['>29.08.2009', '[2009-08-30..]'],
    ['29 августа 1941 г...1 мая 1945', '[1941-08-29..1945-05-01]'],
    ['дата:1946', '[1946-01-01..1946-12-31]'],
    ['күні:1946-08', '[1946-08-01..1946-08-31]'],
    ['date:29.08.2009', '[2009-08-29..2009-08-29]'],
    ['күні:"2009 жылғы 29 тамыз"', '[2009-08-29..2009-08-29]'],
    ['дата: 29 августа 2009 г. хат', '([2009-08-29..2009-08-29] & хат)'],
    ['дата:1940-е', '[1940-01-01..1949-12-31]'],
    ['күні:1940-жылдар', '[1940-01-01..1949-12-31]'],
    ['дата:XIX ғ.', '[1800-01-01..1899-12-31]'],
    ['дата:не позднее 1917', '[..1917-12-31]'],
    ['дата:>=1937', '[1937-01-01..]'],
    ['дата:(1937 OR 1940)', '([1937-01-01..1937-12-31] | [1940-01-01..1940-12-31])'],
    ['-дата:1937', '![1937-01-01..1937-12-31]'],
    ['переписка 1937–1940 гг.', '(переписка & (((1937 & 1940) & гг) | [1937-01-01..1940-12-31]))'],
    ['ашаршылық 1930-жылдар', '(ашаршылық & ((1930 & жылдар) | [1930-01-01..1939-12-31]))'],
    ['голод 1930-х', '(голод & ((1930 & х) | [1930-01-01..1939-12-31]))'],
    ['XIX ғ. қолжазба', '(((xix & ғ) | [1800-01-01..1899-12-31]) & қолжазба)'],
  ])('%j is %s', (text, tree) => {
    expect([read(text), problemOf(text)]).toEqual([tree, null]);
  });

  it('finds a day in every form in which texts have it', () => {
    for (const text of ['29 августа 2009 г.', '29.08.2009', '2009 жылғы 29 тамыз', '29 August 2009']) {
      const tree = read(text);
      for (const form of ['"29 08 2009"', '"29 августа 2009"', '"2009 29 тамыз"~1', '"29 тамыз 2009"']) {
        expect(tree).toContain(form);
      }
    }
    expect(read('август 1941')).toContain('"тамыз 1941"~2');
  });
});

describe('reference codes in a query', () => {
  it.each([
    ['Ф. Р-5. Оп. 1. Д. 123', '{фр5 оп1 д123}'],
    ['5-қор, 1-тізімдеме, 123-іс', '{ф5 оп1 д123}'],
    ['Р-417/2/133', '{фр417 оп2 д133}'],
    ['ЦГА РК. Ф. Р-5. Оп. 1. Д. 123. Л. 45 об.', '{фр5 оп1 д123 л}'],
    ['5-қор, 1-тізімдеме, 123-іс, 45-парақ (арты)', '{ф5 оп1 д123 л}'],
    ['Р-5', '{фр5}'],
    ['P-5', '{фp5}'],
    ['фр5', '{фр5}'],
    ['фр5 оп1 д123', '{фр5 оп1 д123}'],
    ['ФП-12, оп. 3 хат', '({фп12 оп3} & хат)'],
    ['Ф. Р-5. Оп. 1 перепись', '({фр5 оп1} & перепись)'],
    ['Р-417/2/133 хаттама', '({фр417 оп2 д133} & хаттама)'],
    ['хаттама Р-417/2/133', '(хаттама & {фр417 оп2 д133})'],
    ['қор:Р-5', '{фр5}'],
    ['фонд:5 опись:1', '{ф5 оп1}'],
    ['Фонд: 5 Опись: 1 Дело: 3', '{ф5 оп1 д3}'],
    ['фонд:(5 OR 6)', '({ф5} | {ф6})'],
    ['парақ:45об', '{ л}'],
    ['Ф.5 Оп.1 OR Ф.6', '({ф5 оп1} | {ф6})'],
    ['-Ф.5 хат', '(!{ф5} & хат)'],
    ['дело Сейфуллина', '(дело & сейфуллина)'],
    ['Письма. Ф. 5', '(письма & {ф5})'],
    ['сочинения т. 2 Ауэзова', '(сочинения & т & 2 & ауэзова)'],
    ['Ту-154', '(ту & 154)'],
    ['=ф5', 'ф5='],
  ])('%j is %s', (text, tree) => {
    expect([read(text), problemOf(text)]).toEqual([tree, null]);
  });
});

describe('a mistake in a query', () => {
  it.each([
    ['"сауда желісі', '(сауда & желісі)', 'UNCLOSED_QUOTE "'],
    ['(хат жоба', '(хат & жоба)', 'UNCLOSED_BRACKET ('],
    ['хат) жоба', '(хат & жоба)', 'LONE_BRACKET )'],
    ['хат ИЛИ', 'хат', 'LONE_OPERATOR ИЛИ'],
    ['OR хат', 'хат', 'LONE_OPERATOR OR'],
    ['хат И НЕ', 'хат', 'LONE_OPERATOR НЕ'],
    ['хат OR OR жоба', '(хат | жоба)', 'LONE_OPERATOR OR'],
    ['ИЛИ', 'или', 'LONE_OPERATOR ИЛИ'],
    ['абв:хат', '(абв & хат)', 'UNKNOWN_FIELD абв:хат'],
    ['название:', 'название', 'EMPTY_FIELD название:'],
    ['дата:жоба хат', '(жоба & хат)', 'NO_DATE жоба'],
    ['>жоба', 'жоба', 'NO_DATE >жоба'],
    ['1937..194', '(1937 & 194)', 'NO_DATE 1937..194'],
    ['фонд:хат', 'хат', 'NO_NUMBER хат'],
    ['язык:хат', 'хат', 'UNKNOWN_LANGUAGE хат'],
    ['уровень:хат', 'хат', 'UNKNOWN_LEVEL хат'],
  ])('%j is %s and told', (text, tree, problem) => {
    expect([read(text), problemOf(text)]).toEqual([tree, problem]);
  });

  it('is none where a sentence was pasted', () => {
    expect([read('Дело: о выселении'), problemOf('Дело: о выселении')]).toEqual([
      '(дело & о & выселении)',
      null,
    ]);
    expect(problemOf('https://example.kz/a:b')).toBe(null);
  });

  it('of length is told, and the beginning counts', () => {
    const parsed = parseQuery('сөз '.repeat(200));
    expect(parsed.problem?.code).toBe('TOO_LONG');
    expect(must(parsed.problem, 'told').at.start).toBeLessThanOrEqual(MAX_QUERY_LENGTH);
    expect(parseQuery(`"${'сөз '.repeat(200)}"`).problem?.code).toBe('TOO_LONG');
    expect(read('('.repeat(500))).toBe('');
    expect(read(`${'('.repeat(249)}а${')'.repeat(249)}`)).toBe('а');
    expect(read('-('.repeat(250))).toBe('');
  });
});

describe('whatever is typed', () => {
  const piece = fc.constantFrom(
    ...'хат|Ұлттық|"|«|»|(|)|-|=|*|~|~2|:|OR|И|НЕ|\u007c|название:|дата:|қор:|1937|..|<|>=|1940-е|XIX|ғ.|29|августа|Ф.|Р-5|оп. 1|5/1/12|,|а-б|е\u0301|\u00ad|  |\n|\ud800'.split(
      '|',
    ),
  );
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(piece, { maxLength: 14 }).map((parts) => parts.join('')),
    fc.array(piece, { maxLength: 14 }).map((parts) => parts.join(' ')),
  );

  it('is read without an exception, and every place lies in the text', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const { root, problem, chips } = parseQuery(text);
        const check = (node: QueryNode): void => {
          expect(node.at.start).toBeGreaterThanOrEqual(0);
          expect(node.at.end).toBeGreaterThanOrEqual(node.at.start);
          expect(node.at.end).toBeLessThanOrEqual(text.length);
          if (node.kind === 'all' || node.kind === 'any') {
            expect(node.parts.length).toBeGreaterThan(1);
            node.parts.forEach(check);
          }
          if (node.kind === 'not') check(node.part);
        };
        if (root !== null) check(root);
        if (problem !== null) expect(problem.at.end).toBeLessThanOrEqual(text.length);
        expect(chips.length > 0).toBe(root !== null);
      }),
      { numRuns: 2000 },
    );
  });

  it('is printed so that it is read back to the same', () => {
    fc.assert(
      fc.property(typed, fc.constantFrom(...LANGUAGES), (text, language) => {
        const { root } = parseQuery(text, { begun: false });
        const printed = printQuery(root, language);
        const again = parseQuery(printed, { begun: false });
        if (printed.length <= MAX_QUERY_LENGTH) {
          expect([printed, isSameQuery(again.root, root)]).toEqual([printed, true]);
          expect(again.problem).toBe(null);
          const settled = printQuery(again.root, language);
          expect(printQuery(parseQuery(settled, { begun: false }).root, language)).toBe(settled);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('loses no plain word', () => {
    const word = fc.constantFrom('хат', 'жоба', 'ұлттық', 'сауда', 'abc', 'ескі');
    const sign = fc.constantFrom(
      '"',
      '«',
      '»',
      '(',
      ')',
      '-',
      '=',
      '*',
      '~',
      ':',
      ' OR ',
      ' И ',
      ' НЕ ',
      '|',
      ' название:',
      ' дата:',
      ' дата: ',
      ' қор:',
      ' 1937..',
      ' <',
      '..',
      ' 1940-е ',
      ' XIX ғ. ',
      ' 29 августа 2009 г. ',
      ' 5/1/12 ',
      ', ',
    );
    const part = fc.oneof({ weight: 2, arbitrary: word }, { weight: 1, arbitrary: sign }, fc.constant(' '));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const text = parts.map((each) => (/^\p{L}+$/u.test(each) ? ` ${each}` : each)).join('');
        const tree = sketch(parseQuery(text, { begun: false }).root);
        for (const each of parts) if (/^\p{L}+$/u.test(each)) expect(tree).toContain(each);
      }),
      { numRuns: 2000 },
    );
  });

  it('loses a part when its chip is taken away, and nothing else', () => {
    const part = fc.constantFrom(
      'хат',
      'название:жоба',
      '"ескі хат"',
      '-сауда',
      '(abc OR ескі)',
      '1937..1940',
      'Ф. 5 Оп. 1',
      'ЮНЕСКО-ның',
      '=ұлттық',
      'дата:(1937 OR 1940)',
      '29 августа 2009 г.',
      'қор:5',
    );
    const glue = fc.constantFrom(' ', '  ', ' И ', ' AND ');
    fc.assert(
      fc.property(
        fc.uniqueArray(part, { minLength: 1, maxLength: 5 }),
        glue,
        fc.nat(),
        (parts, between, n) => {
          const parsed = parseQuery(parts.join(between), { begun: false });
          const i = n % parsed.chips.length;
          const rest = withoutChip(parsed.text, must(parsed.chips[i], 'a chip'));
          const again = parseQuery(rest, { begun: false });
          expect([rest, again.problem]).toEqual([rest, null]);
          const left = parsed.chips.filter((_, k) => k !== i).map(({ node }) => sketch(node));
          expect(sketch(again.root)).toBe(left.length < 2 ? left.join('') : `(${left.join(' & ')})`);
        },
      ),
    );
  });
});
