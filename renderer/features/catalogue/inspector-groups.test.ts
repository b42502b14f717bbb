import { describe, expect, it } from 'vitest';
import { usualLayout } from '../../../shared/model/layout.ts';
import { isRestorable, fieldsToRestore } from './history-panel-restore.ts';
import { entryText, emptyEntry, withText } from './inspector-entries.ts';
import { fieldOfMissing, groupsOf, languagesShown } from './inspector-groups.ts';
import { readClosed } from './inspector-open.ts';

const shown = (parts: Partial<ReturnType<typeof usualLayout>[number]>) => ({
  name: 'scope' as const,
  required: false,
  languages: [],
  preset: null,
  ...parts,
});

describe('the groups of the inspector', () => {
  it('count what is filled and what is missing', () => {
    const groups = groupsOf('unit', usualLayout('unit'), { 'title/ru': 'а', leafCount: 5 });
    expect(
      groups.map(({ group, filled, missing }) => [group, filled, missing.map(({ name }) => name)]),
    ).toEqual([
      ['identity', 1, ['number']],
      ['content', 0, []],
      ['extent', 1, ['dates']],
      ['physical', 0, []],
      ['notes', 0, []],
    ]);
  });

  it('show what was written although the layout does not, and leave empty groups out', () => {
    const layout = [shown({ name: 'title' })];
    const values = { 'title/kk': 'а', storage: 'стеллаж 14', 'notes/1': { text: 'x', isPublic: true } };
    expect(groupsOf('unit', layout, values).map(({ elements }) => elements.map(({ name }) => name))).toEqual([
      ['title'],
      ['storage'],
      ['notes'],
    ]);
  });

  it('are closed as they were left; anything else is the look at first', () => {
    expect(readClosed('["notes","content"]')).toEqual(['notes', 'content']);
    for (const text of [null, '', '{', '["cellar"]', '5']) expect(readClosed(text)).toEqual(['physical']);
  });
});

it('shows a long text in the languages in use, and titles in all', () => {
  expect(languagesShown(shown({}), { 'scope/ru': 'а' }, 'kk', [])).toEqual(['kk', 'ru']);
  expect(languagesShown(shown({}), {}, 'ru', ['scope/en'])).toEqual(['ru', 'en']);
  expect(languagesShown(shown({ required: true, languages: ['en'] }), {}, 'ru', [])).toEqual(['ru', 'en']);
  expect(languagesShown(shown({ name: 'title' }), {}, 'ru', [])).toEqual(['kk', 'ru', 'en']);
});

it('leads to the field that is missing', () => {
  expect(fieldOfMissing({ name: 'title', language: null }, 'ru')).toBe('title/ru');
  expect(fieldOfMissing({ name: 'title', language: 'kk' }, 'ru')).toBe('title/kk');
  expect(fieldOfMissing({ name: 'dates', language: null }, 'ru')).toBe('dates');
});

it('takes an entry out when its text is emptied, and keeps what stands beside it', () => {
  const title = { ...emptyEntry('otherTitles', 'ru') };
  expect(withText(title, ' Письма ')).toEqual({ language: 'ru', text: 'Письма' });
  expect(withText(title, ' ')).toBeNull();
  for (const name of ['otherTitles', 'otherCodes', 'creators', 'notes'] as const) {
    const value = withText(emptyEntry(name, 'kk'), 'а');
    expect(value === null ? null : entryText(value)).toBe('а');
  }
});

describe('putting a record back to how it stood', () => {
  // Newest first, as the history tells it.
  const entries = [
    { fields: [{ field: 'title/ru', before: 'б', after: 'в' }] },
    {
      fields: [
        { field: 'title/ru', before: 'а', after: 'б' },
        { field: 'languages/kaz', before: null, after: true },
        { field: 'parent', before: 'x', after: 'y' },
      ],
    },
    { fields: [{ field: 'storage', before: null, after: 'полка 3' }] },
    { fields: [{ field: 'title/ru', before: null, after: 'а' }] },
  ];
  const now = { 'title/ru': 'в', 'languages/kaz': true, storage: 'полка 3', parent: 'y' };

  it('writes what differs from then, never its place', () => {
    expect(fieldsToRestore(entries, 0, now)).toEqual({});
    expect(fieldsToRestore(entries, 1, now)).toEqual({ 'title/ru': 'б' });
    expect(fieldsToRestore(entries, 2, now)).toEqual({ 'title/ru': 'а', 'languages/kaz': false });
    expect(fieldsToRestore(entries, 3, now)).toEqual({
      'title/ru': 'а',
      'languages/kaz': false,
      storage: null,
    });
    expect(fieldsToRestore(entries, 2, { ...now, 'title/ru': 'а', 'languages/kaz': false })).toEqual({});
  });

  it('is offered for what a person writes', () => {
    const fields = ['scope/kk', 'notes/1', 'tags/1', 'template', 'parent', 'file', '_del'];
    expect(fields.filter(isRestorable)).toEqual(['scope/kk', 'notes/1', 'tags/1', 'template']);
  });
});
