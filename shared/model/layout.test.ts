import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { checkFields } from './check-fields.ts';
import { describedTexts } from './described-texts.ts';
import { elementsOf } from './elements.ts';
import { TEMPLATE_PREFIX } from './field-schemas.ts';
import { fieldsIn, layoutOf, missingOf, presetFields, usualLayout } from './layout.ts';
import { LEVELS } from './record-types.ts';
import type { Values } from './record-values.ts';

const levels = LEVELS.filter((level) => level !== 'page');
const shown = (order: string, parts: { [key: string]: Json } = {}): Json => ({
  order,
  required: false,
  languages: [],
  preset: null,
  ...parts,
});
const ids = () => {
  let n = 0;
  return () => `0199f3a0-7c2e-7000-8000-${String((n += 1)).padStart(12, '0')}`;
};

const template: Values = {
  level: 'document',
  [`${TEMPLATE_PREFIX}leaves`]: shown('a2', { required: true }),
  [`${TEMPLATE_PREFIX}kind`]: shown('a1', { preset: 'хаттама' }),
  [`${TEMPLATE_PREFIX}title`]: shown('a0', { required: true, languages: ['kk', 'ru'] }),
  [`${TEMPLATE_PREFIX}storage`]: shown('a3', { required: true }),
  [`${TEMPLATE_PREFIX}later`]: shown('a4', { required: true }),
};

describe('the layout of a record', () => {
  it('shows every element of the level without a template', () => {
    for (const level of levels) expect(usualLayout(level).map(({ name }) => name)).toEqual(elementsOf(level));
    expect(
      usualLayout('unit')
        .filter(({ required }) => required)
        .map(({ name }) => name),
    ).toEqual(['number', 'title', 'dates']);
  });

  it('follows the template, and always shows what a record is known by', () => {
    const layout = layoutOf('document', template);
    expect(layout.map(({ name }) => name)).toEqual(['number', 'title', 'kind', 'leaves']);
    expect(layoutOf('unit', template)).toEqual(usualLayout('unit'));
    expect(layoutOf('unit', { level: 'unit' })).toEqual(usualLayout('unit'));
  });
});

describe('required elements', () => {
  it('names what is missing, by language where the template asks for one', () => {
    const layout = layoutOf('document', template);
    expect(missingOf({ 'title/ru': 'Протокол' }, layout)).toEqual([
      { name: 'title', language: 'kk' },
      { name: 'leaves', language: null },
    ]);
    expect(
      missingOf({ 'title/kk': ' ', 'title/ru': 'а', leaves: { written: '1', ranges: [] } }, layout),
    ).toEqual([{ name: 'title', language: 'kk' }]);
  });

  it('is missing exactly while nothing is written in it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...levels),
        fc.dictionary(
          fc.constantFrom('title/kk', 'title/ru', 'number', 'dates', 'notes/x', 'languages/kaz', 'extent'),
          fc.constantFrom<Json>(null, false, '', ' ', true, 'х', { num: 1 }),
        ),
        (level, values) => {
          const layout = usualLayout(level).map((each) => ({ ...each, required: true }));
          const missing = new Set(missingOf(values, layout).map(({ name }) => name));
          for (const { name } of layout) expect(missing.has(name)).toBe(fieldsIn(values, name).length === 0);
        },
      ),
    );
  });
});

describe('what a new record begins with', () => {
  it('takes the presets that fit, of every kind', () => {
    const layout = layoutOf('unit', {
      level: 'unit',
      [`${TEMPLATE_PREFIX}scope`]: shown('a0', { preset: { kk: 'Мазмұны', fr: 'x' } }),
      // An object that cannot be made a text, as a damaged template may hold.
      [`${TEMPLATE_PREFIX}languages`]: shown('a1', { preset: ['kaz', 'kazakh', { toString: false }] }),
      [`${TEMPLATE_PREFIX}notes`]: shown('a2', { preset: [{ text: 'тексеру', isPublic: false }] }),
      [`${TEMPLATE_PREFIX}status`]: shown('a3', { preset: 'draft' }),
      [`${TEMPLATE_PREFIX}medium`]: shown('a4', { preset: 'stone' }),
    });
    expect(presetFields('unit', layout, ids())).toEqual({
      'scope/kk': 'Мазмұны',
      'languages/kaz': true,
      'notes/0199f3a0-7c2e-7000-8000-000000000001': { text: 'тексеру', isPublic: false },
      status: 'draft',
    });
  });

  it('is always something that may be written, whatever a template holds', () => {
    fc.assert(
      fc.property(fc.constantFrom(...levels), fc.jsonValue(), (level, preset) => {
        const layout = usualLayout(level).map((each) => ({ ...each, preset: preset as Json }));
        expect(checkFields(level, presetFields(level, layout, ids())).ok).toBe(true);
      }),
    );
  });
});

describe('the words of a description', () => {
  it('are those of every language, line and entry, and nothing else', () => {
    const values: Values = {
      'title/ru': 'Протоколы',
      storage: 'стеллаж 14',
      status: 'draft',
      leafCount: 12,
      dates: { written: '1937', edtf: '1937' },
      'notes/1': { text: 'чистый лист', isPublic: true },
      'creators/1': { name: 'Атқару комитеті', years: '' },
      'otherCodes/1': { code: 'Ф. 5', kind: 'old' },
      'languages/kaz': true,
      opening: 'not a description',
    };
    expect(describedTexts(values).map(({ text }) => text)).toEqual([
      'Протоколы',
      'Ф. 5',
      'Атқару комитеті',
      'стеллаж 14',
      'чистый лист',
    ]);
  });
});
