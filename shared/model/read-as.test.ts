import { describe, expect, test } from 'vitest';
import { checkFields } from './check-fields.ts';
import { readAsOf, readAsSetOn } from './read-as.ts';
import type { Values } from './record-values.ts';
import { shownReadingOf } from './shown-reading.ts';

const at = (name: string, values: Values) => ({ name, values });

describe('in which languages a page is read', () => {
  test('the nearest record that says so decides, and what is set goes before what is described', () => {
    const fonds = at('fonds', { readAs: ['kaz'] });
    const inventory = at('inventory', {});
    const unit = at('unit', { 'languages/rus': true });
    expect(readAsOf([unit, inventory, fonds])).toEqual({ models: ['kaz'], from: fonds, by: 'set' });
    expect(readAsOf([at('own', { readAs: ['rus', 'kaz'] }), unit, fonds])?.models).toEqual(['rus', 'kaz']);
    expect(readAsOf([unit, inventory])).toEqual({ models: ['rus'], from: unit, by: 'described' });
    expect(readAsOf([inventory])).toBeNull();
  });

  test('what was taken back, and what no program wrote, says nothing', () => {
    expect(readAsSetOn({ readAs: null })).toBeNull();
    expect(readAsSetOn({ readAs: [] })).toBeNull();
    expect(readAsSetOn({ readAs: ['../kaz'] })).toBeNull();
    expect(readAsSetOn({ readAs: ['Cyrillic'] })).toEqual(['Cyrillic']);
  });

  test('every level down to the document may say it, a page may not', () => {
    for (const level of ['fonds', 'section', 'inventory', 'heading', 'unit', 'volume', 'document'])
      expect(checkFields(level, { readAs: ['kaz', 'rus'] }).ok).toBe(true);
    expect(checkFields('page', { readAs: ['kaz'] }).ok).toBe(false);
    expect(checkFields('unit', { readAs: ['Kazakh language'] }).ok).toBe(false);
  });
});

describe('which reading is the text of a page', () => {
  const [older, newer] = ['0190a000-0000-7000-8000-000000000001', '0190b000-0000-7000-8000-000000000002'];
  const text = { sha256: 'a'.repeat(64), languages: ['kaz'], engine: 'test', words: 3, sure: 1 };
  const both = { [`texts/${older}`]: text, [`texts/${newer}`]: { ...text, looksLike: 'kaz' } };

  test('the newest, until a person corrected another one', () => {
    expect(shownReadingOf({})).toBeNull();
    expect(shownReadingOf(both)).toMatchObject({ id: newer, because: 'newest' });
    expect(shownReadingOf({ ...both, [`line/${older}/b1l1`]: 'Қаулы' })).toMatchObject({
      id: older,
      because: 'corrected',
    });
    expect(shownReadingOf({ ...both, [`line/${older}/b1l1`]: null })?.id).toBe(newer);
  });

  test('what a person chose goes before both, unless it is not there', () => {
    const corrected = { ...both, [`line/${older}/b1l1`]: 'Қаулы' };
    expect(shownReadingOf({ ...corrected, reading: newer })).toMatchObject({ id: newer, because: 'chosen' });
    expect(shownReadingOf({ ...both, reading: 'gone' })?.id).toBe(newer);
    expect(checkFields('page', { reading: newer }).ok).toBe(true);
  });
});
