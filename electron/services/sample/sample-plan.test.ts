import { expect, test } from 'vitest';
import { checkFields } from '../../../shared/model/check-fields.ts';
import { allowedParents, type ParentType } from '../../../shared/model/hierarchy.ts';
import type { Level } from '../../../shared/model/record-types.ts';
import { planMap, planSample } from './sample-plan.ts';

const ARCHIVE = '01890a5d-ac96-774b-bcce-b302099a8057';
const { records, files } = planSample(ARCHIVE);

test('every record fits the model and hangs under one that comes before it', () => {
  const types = new Map<string, string>();
  for (const { id, t, fields } of records) {
    expect(checkFields(t, fields)).toMatchObject({ ok: true });
    const parent = fields['parent'];
    if (t !== 'tag') {
      const parentType = typeof parent === 'string' ? types.get(parent) : null;
      expect(allowedParents(t as Level)).toContain(parentType as ParentType);
    }
    expect(types.has(id)).toBe(false);
    types.set(id, t);
  }
});

test('ids follow from the archive, and another archive has others', () => {
  expect(planSample(ARCHIVE).records).toEqual(records);
  const other = planSample('01890a5d-ac96-774b-bcce-b302099a8058').records;
  expect(other.some(({ id }) => records.some((record) => record.id === id))).toBe(false);
});

test('dates are written in many ways, and most of them can be read', () => {
  const dates = records.map(({ fields }) => fields['dates'] as { edtf: string | null } | undefined);
  const unread = dates.filter((each) => each?.edtf === null);
  expect(unread.length).toBeLessThanOrEqual(4);
});

test('files have plain names of their own and titles in the language of their text', () => {
  const names = files.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z0-9-]+\.(jpg|tif|pdf)$/);
  const titleOf = (name: string) => files.find((file) => file.name === name)?.fields;
  expect(titleOf('41-1-4.pdf')).toMatchObject({ 'title/ru': 'О курганах у реки Теректи' });
  expect(titleOf('r-5-1-4-1.jpg')).toMatchObject({
    'title/kk': 'Қаулы № 27 Ақбұлақ ауылында мектеп салу туралы',
  });
  for (const { fields } of files) expect(checkFields('document', fields)).toMatchObject({ ok: true });
  expect(checkFields('document', planMap(ARCHIVE).fields)).toMatchObject({ ok: true });
});
