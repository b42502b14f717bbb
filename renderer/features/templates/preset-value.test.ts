import { expect, it } from 'vitest';
import { membersOfPreset, textOfPreset, withTextOfPreset } from './preset-value.ts';

it('keeps a text in each language apart, and nothing where nothing is typed', () => {
  const both = withTextOfPreset('scope', { kk: 'Мазмұны' }, 'ru', 'Содержание');
  expect(both).toEqual({ kk: 'Мазмұны', ru: 'Содержание' });
  expect(textOfPreset('scope', both, 'ru')).toBe('Содержание');
  expect(textOfPreset('scope', both, 'en')).toBe('');
  expect(withTextOfPreset('scope', { ru: 'а' }, 'ru', ' ')).toBeNull();
  expect(withTextOfPreset('storage', null, 'ru', 'полка 3')).toBe('полка 3');
  expect(withTextOfPreset('storage', 'полка 3', 'ru', '')).toBeNull();
});

it('reads what a newer program or a damaged template holds as nothing', () => {
  expect(textOfPreset('scope', 'x', 'ru')).toBe('');
  expect(textOfPreset('storage', ['x'], 'ru')).toBe('');
  expect(membersOfPreset(['kaz', 5])).toEqual(['kaz']);
  expect(membersOfPreset('kaz')).toEqual([]);
});
