import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../model/record-types.ts';
import { must } from '../must.ts';
import { withoutChip } from './chips.ts';
import { MAX_QUERY_LENGTH, parseQuery } from './parse-query.ts';
import { isSameQuery, printQuery } from './print-query.ts';
import type { QueryNode } from './query-node.ts';
import { sketch } from './fixture-sketch.ts';

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
