import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFields } from '../../../shared/model/check-fields.ts';
import { elementsOf } from '../../../shared/model/elements.ts';
import { layoutOf } from '../../../shared/model/layout.ts';
import { LANGUAGES, LEVELS } from '../../../shared/model/record-types.ts';
import { draftOf, fieldsOfTemplate, isNameless, newDraft, withMove, withRow } from './template-draft.ts';

describe('a template', () => {
  it('begins with everything that the level shows', () => {
    const draft = newDraft('document');
    expect(draft.rows.map(({ name }) => name)).toEqual(elementsOf('document'));
    expect(draft.rows.every(({ isShown }) => isShown)).toBe(true);
    expect(isNameless(draft)).toBe(true);
    expect(isNameless({ ...draft, labels: { ...draft.labels, ru: 'Протокол' } })).toBe(false);
  });

  it('writes what is shown in its order, and only what is different the next time', () => {
    let draft = withRow(newDraft('document'), 'leaves', { isRequired: true });
    draft = withRow(draft, 'title', { isRequired: true, languages: ['kk', 'ru'] });
    draft = withRow(draft, 'scope', { isShown: false });
    const values = fieldsOfTemplate({ ...draft, labels: { kk: 'Хаттама', ru: '', en: '' } }, {});
    expect(values['label/kk']).toBe('Хаттама');
    expect(values['elements/scope']).toBeUndefined();
    const layout = layoutOf('document', values);
    expect(layout.filter(({ required }) => required).map(({ name, languages }) => [name, languages])).toEqual(
      [
        ['title', ['kk', 'ru']],
        ['leaves', []],
      ],
    );
    const again = draftOf('document', values);
    expect(fieldsOfTemplate(again, values)).toEqual({});
    expect(Object.keys(fieldsOfTemplate(withRow(again, 'kind', { isShown: false }), values))).toEqual([
      'elements/kind',
    ]);
    const moved = Object.keys(fieldsOfTemplate(withMove(again, 'number', 1), values)).sort();
    expect(moved).toEqual(['elements/status']);
  });

  it('asks for nothing that it does not show, and moves nothing beyond its ends', () => {
    const draft = withRow(withRow(newDraft('unit'), 'storage', { isRequired: true }), 'storage', {
      isShown: false,
    });
    expect(draft.rows.find(({ name }) => name === 'storage')?.isRequired).toBe(false);
    expect(withMove(draft, 'number', -1)).toBe(draft);
  });

  it('is always something that may be written, and comes back as it was', () => {
    const level = fc.constantFrom(...LEVELS);
    fc.assert(
      fc.property(
        level,
        fc.infiniteStream(fc.boolean()),
        fc.subarray([...LANGUAGES]),
        (of, flags, languages) => {
          let draft = { ...newDraft(of), labels: { kk: 'Үлгі', ru: '', en: '' } };
          for (const { name } of draft.rows) {
            const [isShown, isRequired] = [flags.next().value === true, flags.next().value === true];
            draft = withRow(draft, name, { isShown, isRequired, languages });
            if (flags.next().value === true) draft = withMove(draft, name, 1);
          }
          const values = fieldsOfTemplate(draft, {});
          expect(checkFields('template', values).ok).toBe(true);
          const shown = draft.rows.filter((row) => row.isShown).map(({ name }) => name);
          const layout = layoutOf(of, values).map(({ name }) => name);
          if (shown.length > 0) expect(layout.filter((name) => shown.includes(name))).toEqual(shown);
          else expect(layout).toEqual(elementsOf(of));
        },
      ),
    );
  });
});
