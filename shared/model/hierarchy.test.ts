import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import type { Edit } from '../sync/change.ts';
import { allowedFields, checkFields } from './check-fields.ts';
import { allowedChildren, allowedParents, checkEdit } from './hierarchy.ts';
import { fieldSchemas } from './field-schemas.ts';
import { LEVELS, RECORD_TYPES } from './record-types.ts';

const ID = '0199f3a0-7c2e-7000-8000-000000000001';
const SHA = 'a'.repeat(64);

const edit = (t: string, f: Record<string, Json>, k: Edit['k'] = 'set'): Edit => ({
  rec: ID,
  t,
  k,
  f,
  p: {},
});

const good: Record<string, Json> = {
  parent: ID,
  order: 'a0',
  'title/kk': 'Хаттар',
  'title/ru': 'Письма',
  'title/en': '',
  number: { prefix: 'Р', num: 5 },
  dates: { written: '1937 г.', edtf: '1937' },
  file: { sha256: SHA, size: 1, mime: 'image/tiff', name: 'а/1.tif', pages: 1, picture: true },
  image: { sha256: SHA, index: 0 },
  import: ID,
  opening: 'Бірінші сөздер',
  'label/kk': 'Маңызды',
  'label/ru': 'Важное',
  'label/en': 'Important',
  colour: '#aa0000',
  name: 'Архив',
  code: 'KZ-1',
  source: 'D:/scans',
  begun: '2026-11-22T04:00:00Z',
  template: ID,
  level: 'unit',
  'scope/kk': 'Мазмұны',
  'history/ru': 'Историческая справка',
  leaves: {
    written: '1–3, 7 об.',
    ranges: [{ from: { num: 1 }, to: { num: 3 } }, { from: { num: 7, side: 'verso' } }],
  },
  leafCount: 187,
  storage: 'хранилище 2, стеллаж 14',
  status: 'draft',
  valuable: true,
  author: 'Т. Рысқұлов',
};

describe('fields by type', () => {
  it('has a type for every field, and knows every field of every type', () => {
    const used = new Set(RECORD_TYPES.flatMap((type) => allowedFields(type)));
    expect([...used].sort()).toEqual(Object.keys(fieldSchemas).sort());
  });

  it.each(RECORD_TYPES)('takes the fields of %s and refuses all others', (type) => {
    const allowed = allowedFields(type);
    for (const [field, value] of Object.entries(good)) {
      const isAllowed = allowed.some((name) => name === field);
      expect([field, checkFields(type, { [field]: value }).ok]).toEqual([field, isAllowed]);
      expect([field, checkFields(type, { [field]: null }).ok]).toEqual([field, isAllowed]);
    }
  });

  it('names the field that does not fit', () => {
    expect(checkFields('unit', { 'title/kk': 'а', number: { num: -1 } })).toEqual({
      ok: false,
      code: 'BAD_FIELD',
      details: { type: 'unit', field: 'number' },
    });
  });

  it('takes tags on the levels of description only, by id, true or false', () => {
    for (const level of LEVELS) expect(checkFields(level, { [`tags/${ID}`]: true }).ok).toBe(true);
    expect(checkFields('unit', { [`tags/${ID}`]: false }).ok).toBe(true);
    expect(checkFields('unit', { [`tags/${ID}`]: 1 }).ok).toBe(false);
    expect(checkFields('unit', { 'tags/хат': true }).ok).toBe(false);
    expect(checkFields('tag', { [`tags/${ID}`]: true }).ok).toBe(false);
  });

  it('refuses what a newer program may know and this one does not', () => {
    expect(checkFields('unit', { shelf: 'x' }).ok).toBe(false);
    expect(checkFields('reel', {}).ok).toBe(false);
    expect(checkFields('constructor', {}).ok).toBe(false);
    expect(checkFields('unit', { constructor: 'x' }).ok).toBe(false);
    expect(checkFields('unit', JSON.parse('{"__proto__": 1}') as Record<string, Json>).ok).toBe(false);
  });
});

describe('what hangs under what', () => {
  it('has every parent above its child, so that nothing can hang under itself', () => {
    for (const level of LEVELS) {
      for (const parent of allowedParents(level)) {
        if (parent === null || parent === 'archive') continue;
        expect(LEVELS.indexOf(parent)).toBeLessThan(LEVELS.indexOf(level));
        expect(allowedChildren(parent)).toContain(level);
      }
    }
    expect(allowedChildren('page')).toEqual([]);
    expect(allowedChildren(null)).toEqual(['fonds', 'document']);
  });

  it.each([
    ['unit', 'inventory', true],
    ['unit', 'heading', true],
    ['unit', 'fonds', true],
    ['unit', 'document', false],
    ['unit', 'unit', false],
    ['inventory', 'fonds', true],
    ['fonds', 'inventory', false],
    ['document', 'unit', true],
    ['document', 'volume', true],
    ['document', 'fonds', false],
    ['page', 'document', true],
    ['page', 'unit', false],
    ['page', 'tag', false],
  ])('%s under %s: %s', (type, parent, isAllowed) => {
    const result = checkEdit(edit(type, { parent: ID }), parent);
    expect(result).toEqual(
      isAllowed ? { ok: true, value: null } : { ok: false, code: 'BAD_PARENT', details: { type, parent } },
    );
  });

  it('lets a fonds and an unplaced document stand under nothing, and nothing else', () => {
    for (const level of LEVELS) {
      const isAllowed = level === 'fonds' || level === 'document';
      expect([level, checkEdit(edit(level, { parent: null })).ok]).toEqual([level, isAllowed]);
    }
  });

  it('asks a new record where it hangs, and an edit only when it moves', () => {
    expect(checkEdit(edit('unit', { 'title/kk': 'Іс' }, 'new'))).toMatchObject({ code: 'BAD_PARENT' });
    expect(checkEdit(edit('unit', { 'title/kk': 'Іс' })).ok).toBe(true);
    expect(checkEdit(edit('tag', { 'label/kk': 'Хат' }, 'new')).ok).toBe(true);
    expect(checkEdit(edit('unit', { parent: ID })).ok).toBe(false);
  });

  it('checks the fields first, and nothing of a deletion', () => {
    expect(checkEdit(edit('unit', { colour: '#000000' }))).toMatchObject({ code: 'BAD_FIELD' });
    expect(checkEdit(edit('reel', {}, 'del')).ok).toBe(true);
  });
});
