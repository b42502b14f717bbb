import { expect, it } from 'vitest';
import { fullCodeOf } from './reference-code.ts';

const chain = [
  { t: 'fonds', values: { number: { prefix: 'Р', num: 5 } } },
  { t: 'inventory', values: { number: { num: 1 } } },
  { t: 'unit', values: { number: { num: 123 } } },
];

it('prints the code of a unit by the custom of each language', () => {
  expect(fullCodeOf(chain, 'ru')).toBe('Ф. Р-5. Оп. 1. Д. 123');
  expect(fullCodeOf(chain, 'kk')).toBe('Р-5-қор, 1-тізімдеме, 123-іс');
  expect(fullCodeOf(chain.slice(0, 1), 'en')).toBe('F. Р-5');
});

it('adds the volume to its unit', () => {
  expect(fullCodeOf([...chain, { t: 'volume', values: { number: { num: 2 } } }], 'ru')).toBe(
    'Ф. Р-5. Оп. 1. Д. 123 т. 2',
  );
});

it('has no code for what stands in no numbered fonds', () => {
  expect(fullCodeOf(chain.slice(1), 'ru')).toBeNull();
});
