import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { composeReferenceCode } from './compose-code.ts';
import {
  datesOf,
  fileOf,
  imageOf,
  labelOf,
  numberOf,
  orderOf,
  parentOf,
  tagsOf,
  textOf,
  titleOf,
  type Values,
} from './record-values.ts';

const ID = '0199f3a0-7c2e-7000-8000-000000000001';
const OTHER_ID = '0199f3a0-7c2e-7000-8000-000000000002';

describe('values for the screens', () => {
  it('reads what fits', () => {
    const sha256 = 'b'.repeat(64);
    const file = { sha256, size: 10, mime: 'application/pdf', name: 'a.pdf', pages: 3, picture: true };
    const values: Values = {
      number: { prefix: 'Р', num: 5 },
      dates: { written: '1937 ж.', edtf: '1937' },
      file,
      image: { sha256, index: 2 },
      parent: ID,
      order: 'a0',
      [`tags/${OTHER_ID}`]: true,
      [`tags/${ID}`]: true,
      'tags/removed': false,
    };
    expect(numberOf(values)).toEqual({ prefix: 'Р', num: 5 });
    expect(datesOf(values)).toEqual({ written: '1937 ж.', edtf: '1937' });
    expect(fileOf(values)).toEqual(file);
    expect(imageOf(values)).toEqual({ sha256, index: 2 });
    expect(parentOf(values)).toBe(ID);
    expect(orderOf(values)).toBe('a0');
    expect(tagsOf(values)).toEqual([ID, OTHER_ID]);
  });

  it('has nothing where there is nothing', () => {
    expect([numberOf({}), datesOf({}), fileOf({}), imageOf({}), parentOf({}), titleOf({}, 'kk')]).toEqual(
      Array.from({ length: 6 }, () => null),
    );
    expect(orderOf({})).toBe('');
    expect(tagsOf({})).toEqual([]);
  });

  it('lets another language stand in for a missing title: Kazakh, Russian, English', () => {
    const values = { 'title/kk': ' ', 'title/ru': 'Письма', 'title/en': 'Letters', 'label/en': 'Important' };
    expect(titleOf(values, 'en')).toBe('Letters');
    expect(titleOf(values, 'kk')).toBe('Письма');
    expect(titleOf({ ...values, 'title/kk': 'Хаттар' }, 'ru')).toBe('Письма');
    expect(titleOf({ 'title/kk': 'Хаттар', 'title/en': 'Letters' }, 'ru')).toBe('Хаттар');
    expect(titleOf({ 'title/en': 'Letters' }, 'kk')).toBe('Letters');
    expect(labelOf(values, 'kk')).toBe('Important');
  });

  it('counts a damaged or newer value as absent and never throws', () => {
    const fields = ['number', 'dates', 'file', 'image', 'parent', 'order', 'title/kk', `tags/${ID}`];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...fields), fc.jsonValue()), (values) => {
        const given = values as Record<string, Json>;
        for (const read of [numberOf, datesOf, fileOf, imageOf, parentOf, orderOf, tagsOf]) read(given);
        expect(typeof (titleOf(given, 'kk') ?? '')).toBe('string');
        expect(typeof (textOf(given, 'name') ?? '')).toBe('string');
      }),
    );
    expect(numberOf({ number: { num: 5, shelf: 'new in a later version' } })).toBeNull();
  });
});

describe('a code from the numbers above a record', () => {
  const fonds = { type: 'fonds', number: { prefix: 'Р', num: 5 } };
  const inventory = { type: 'inventory', number: { num: 1 } };
  const unit = { type: 'unit', number: { num: 123 } };

  it('takes the numbers of fonds, inventory, unit and volume', () => {
    const chain = [fonds, { type: 'section', number: { num: 9 } }, inventory, unit];
    const code = { fonds: fonds.number, inventory: inventory.number, unit: unit.number };
    expect(composeReferenceCode(chain)).toEqual(code);
    expect(composeReferenceCode([...chain].reverse(), 'ЦГА РК')).toEqual({ archive: 'ЦГА РК', ...code });
    expect(composeReferenceCode([...chain, { type: 'volume', number: { num: 2 } }])).toEqual({
      ...code,
      unit: { num: 123, volume: 2 },
    });
  });

  it('is none without a numbered fonds', () => {
    expect(composeReferenceCode([inventory, unit])).toBeNull();
    expect(composeReferenceCode([{ type: 'fonds', number: null }, unit])).toBeNull();
    expect(composeReferenceCode([])).toBeNull();
  });
});
