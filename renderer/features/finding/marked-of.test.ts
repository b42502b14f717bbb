import { expect, it } from 'vitest';
import { parseQuery } from '../../../shared/query/parse-query.ts';
import { highlights } from '../../../shared/text/highlights.ts';
import { markedOf } from './marked-of.ts';

const marks = (query: string, text: string, near: readonly string[] = []) =>
  highlights(text, markedOf(parseQuery(query).root, near)).map(({ start, end }) => text.slice(start, end));

it('marks words in their forms and scripts, phrases, and what stood in, but nothing that was ruled out', () => {
  expect(marks('мектеп', 'Мектептің хаттары, mektep')).toEqual(['Мектептің', 'mektep']);
  expect(marks('"ауыл кеңесі"', 'ауыл кеңесі мен қала')).toEqual(['ауыл', 'кеңесі']);
  expect(marks('хат НЕМЕСЕ жер', 'хат немесе жер')).toEqual(['хат', 'жер']);
  expect(marks('хат -жер', 'хат пен жер')).toEqual(['хат']);
  expect(marks('пошне', 'о пашне', ['пашне'])).toEqual(['пашне']);
  expect(marks('мект', 'Мектеп')).toEqual(['Мектеп']);
  expect(markedOf(parseQuery('Ф. Р-5. Оп. 1. Д. 12').root).words).toContain('фр5');
});
