import { describe, expect, it } from 'vitest';
import { queryTerms } from '../../../shared/query/query-terms.ts';
import { codeLine, foundSnippet, line, tagLines, type MarkedLine } from './found-texts.ts';

const TAG = '0190d000-0000-7000-8000-000000000001';
const OTHER = '0190d000-0000-7000-8000-000000000002';
const marked = (found: MarkedLine | null) =>
  found?.ranges.map(({ start, end }) => found.text.slice(start, end));

describe('the row of a hit', () => {
  const values = {
    'title/kk': 'Мектеп хаттары',
    'title/ru': 'Школьная переписка',
    number: { num: 3 },
    opening: `${'Сөз '.repeat(80)}астық туралы`,
    [`notes/${OTHER}`]: { text: 'Реставрирован в 1990', isPublic: true },
    [`tags/${TAG}`]: true,
    [`tags/${OTHER}`]: true,
  };
  const nameOf = (tag: string) => (tag === TAG ? 'Жер' : 'Мектеп');

  it('marks the title, and shows what stands in another text with its field', () => {
    expect(marked(line('Мектеп хаттары', queryTerms('мектеп')))).toEqual(['Мектеп']);
    expect(foundSnippet(values, 'Мектеп хаттары', queryTerms('мектеп'))).toBe(null);
    const other = foundSnippet(values, 'Мектеп хаттары', queryTerms('переписк'));
    expect([other?.field, marked(other)]).toEqual(['title', ['переписка']]);
    const note = foundSnippet(values, 'Мектеп хаттары', queryTerms('реставр'));
    expect([note?.field, marked(note)]).toEqual(['notes', ['Реставрирован']]);
    const opening = foundSnippet(values, 'Мектеп хаттары', queryTerms('астық'));
    expect([opening?.field, marked(opening)]).toEqual(['opening', ['астық']]);
    expect(opening?.text.startsWith('…')).toBe(true);
  });

  it('has the tags, those first that were asked for', () => {
    expect(tagLines(values, nameOf, queryTerms('жоқ')).map(({ text }) => text)).toEqual(['Жер', 'Мектеп']);
    const lines = tagLines(values, nameOf, queryTerms('мектеп'));
    expect(lines.map(({ text }) => text)).toEqual(['Мектеп', 'Жер']);
    expect(marked(lines[0] ?? null)).toEqual(['Мектеп']);
    expect(tagLines(values, () => '', queryTerms(''))).toEqual([]);
  });

  it('marks the parts of the code in the language of the window', () => {
    const chain = [
      { t: 'fonds', values: { number: { prefix: 'Р', num: 5 } } },
      { t: 'inventory', values: { number: { num: 1 } } },
      { t: 'unit', values },
    ];
    const found = codeLine(chain, 'kk', queryTerms('Ф. Р-5 Д. 3'));
    expect([found?.text, marked(found)]).toEqual(['Р-5-қор, 1-тізімдеме, 3-іс', ['Р-5', '3']]);
    expect(codeLine([{ t: 'document', values: {} }], 'kk', queryTerms('5'))).toBe(null);
  });
});
