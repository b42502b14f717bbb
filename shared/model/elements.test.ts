import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { checkFields } from './check-fields.ts';
import { ELEMENT_NAMES, elementOf, elementOfField, elementsOf } from './elements.ts';
import { fieldSchemas, fieldsOfElement, TEMPLATE_PREFIX } from './field-schemas.ts';
import { isSetMember, LEVELS, TAG_PREFIX } from './record-types.ts';
import { entriesOf, membersOf, type Values } from './record-values.ts';

const ID = '0199f3a0-7c2e-7000-8000-000000000001';
const OTHER_ID = '0199f3a0-7c2e-7000-8000-000000000002';

/** A sound member or entry of each repeated element. */
const MEMBERS: Readonly<Record<string, readonly [id: string, value: Json]>> = {
  otherTitles: [ID, { language: 'kk', text: 'Хаттар' }],
  otherCodes: [ID, { code: 'Ф. 5. Д. 9', kind: 'old' }],
  creators: [ID, { name: 'Атқару комитеті', years: '1921–1937' }],
  languages: ['kaz', true],
  scripts: ['Arab', true],
  conditions: ['fading', true],
  notes: [ID, { text: 'чистый', isPublic: true }],
};
const repeated = ELEMENT_NAMES.filter((name) => ['set', 'list'].includes(elementOf(name).kind));

describe('the table of elements', () => {
  it('gives every level a title, dates and notes, and every fixed field a schema', () => {
    for (const level of LEVELS) {
      expect(elementsOf(level)).toEqual(expect.arrayContaining(['title', 'dates', 'notes']));
    }
    for (const name of ELEMENT_NAMES) {
      for (const field of fieldsOfElement(name)) {
        expect(Object.hasOwn(fieldSchemas, field)).toBe(true);
        expect(elementOfField(field)).toBe(name);
      }
    }
  });

  it('knows which fields are sets', () => {
    for (const name of repeated) {
      expect([name, isSetMember(`${name}/x`)]).toEqual([name, elementOf(name).kind === 'set']);
    }
    expect(isSetMember(`${TAG_PREFIX}${ID}`)).toBe(true);
    expect(isSetMember('title/kk')).toBe(false);
  });
});

describe('fields of which there are many', () => {
  it('are taken by the levels that have the element, by a sound id, and emptied by null', () => {
    expect(Object.keys(MEMBERS).sort()).toEqual([...repeated].sort());
    for (const name of repeated) {
      const [id, value] = MEMBERS[name] ?? ['', null];
      for (const level of LEVELS) {
        const isOfLevel = elementOf(name).levels.includes(level);
        expect([level, name, checkFields(level, { [`${name}/${id}`]: value }).ok]).toEqual([
          level,
          name,
          isOfLevel,
        ]);
        expect(checkFields(level, { [`${name}/${id}`]: null }).ok).toBe(isOfLevel);
      }
      expect(checkFields('unit', { [name]: value }).ok).toBe(false);
      expect(checkFields('unit', { [`${name}/`]: value }).ok).toBe(false);
      expect(checkFields('tag', { [`${name}/${id}`]: value }).ok).toBe(false);
    }
    expect(checkFields('unit', { 'languages/kazakh': true }).ok).toBe(false);
    expect(checkFields('unit', { [`languages/${ID}`]: true }).ok).toBe(false);
    expect(checkFields('unit', { 'conditions/wet': true }).ok).toBe(false);
    expect(checkFields('unit', { 'notes/1': { text: 'x', isPublic: true } }).ok).toBe(false);
    expect(checkFields('unit', { [`notes/${ID}`]: { text: 'x' } }).ok).toBe(false);
  });

  it('stand in a template under the names of elements alone', () => {
    const value = { order: 'a0', required: true, languages: ['kk'], preset: null };
    expect(checkFields('template', { [`${TEMPLATE_PREFIX}title`]: value, level: 'unit' }).ok).toBe(true);
    expect(checkFields('template', { [`${TEMPLATE_PREFIX}shelf`]: value }).ok).toBe(false);
    expect(checkFields('unit', { [`${TEMPLATE_PREFIX}title`]: value }).ok).toBe(false);
  });

  it('refuses every prefix that it does not know, whatever the value', () => {
    const known = new Set([...repeated, ...ELEMENT_NAMES, 'tags', 'elements', 'label']);
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((word) => !known.has(word as never) && !word.includes('/')),
        fc.oneof(fc.uuid(), fc.string(), fc.constantFrom('kk', 'ru', 'kaz', '__proto__', 'constructor')),
        fc.oneof(fc.constant(null), fc.jsonValue()),
        fc.constantFrom(...LEVELS, 'tag', 'template', 'person'),
        (prefix, id, value, type) => {
          expect(checkFields(type, { [`${prefix}/${id}`]: value as Json }).ok).toBe(false);
        },
      ),
    );
  });

  it('reads entries and members by their ids, and passes over what does not fit', () => {
    const values: Values = {
      [`notes/${OTHER_ID}`]: { text: 'екінші', isPublic: false },
      [`notes/${ID}`]: { text: 'бірінші', isPublic: true },
      'notes/newer': { text: 'x', isPublic: true, author: 'a later version' },
      'languages/rus': true,
      'languages/kaz': true,
      'languages/eng': false,
    };
    expect(entriesOf(values, 'notes').map(({ value }) => value.text)).toEqual(['бірінші', 'екінші']);
    expect(membersOf(values, 'languages')).toEqual(['kaz', 'rus']);
    expect(entriesOf({}, 'otherTitles')).toEqual([]);
  });
});
