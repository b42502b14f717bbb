import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { checkFields } from '../model/check-fields.ts';
import { must } from '../must.ts';
import { DEFAULT_SYNONYMS } from './default-synonyms.ts';
import { parseQuery } from './parse-query.ts';
import { isSameQuery, printQuery } from './print-query.ts';
import { wordsAsked } from './query-words.ts';
import { createSynonymTable, MOST_WORDS } from './synonyms.ts';
import {
  fieldsOfDefault,
  fieldsOfWords,
  synonymGroupsOf,
  synonymOf,
  synonymTableOf,
  type SynonymRecord,
} from './synonym-groups.ts';

const DEFAULTS = synonymTableOf([]);
const OWN = '0199f3a0-7c2e-7000-8000-000000000001';

/** The words that a query asks for, those that stand in behind a sign. */
function asked(text: string, synonyms = DEFAULTS): string[] {
  return wordsAsked(parseQuery(text, { synonyms, begun: false }).root).map((node) =>
    node.synonymOf === null ? node.text : `+${node.text}`,
  );
}

describe('a word with synonyms', () => {
  it.each([
    ['мұрағат', ['мұрағат', '+архив', '+archive']],
    ['мұрағаттың', ['мұрағаттың', '+архив', '+archive']],
    ['мурагат', ['мурагат', '+архив', '+archive']],
    ['архиве', ['архиве', '+мұрағат', '+archive']],
    ['совхозы', ['совхозы', '+кеңшар']],
    ['кеншар', ['кеншар', '+совхоз']],
    ['описи', ['описи', '+тізімдеме', '+тізбе', '+inventory']],
    ['единица хранения', ['единица', 'хранения', '+іс', '+дело', '+сақтау бірлігі', '+file']],
    ['ашық хат', ['ашық', 'хат', '+письмо', '+letter']],
    ['-колхоз хат', ['хат', '+письмо', '+letter']],
    ['название:приказ', ['приказ', '+бұйрық']],
    ['колхоз OR приказ', ['колхоз', '+ұжымшар', 'приказ', '+бұйрық']],
    ['қуғын-сүргін', ['қуғын', 'сүргін', 'қуғынсүргін', '+репрессия', '+repression']],
    [
      'хат қуғын-сүргіннің',
      ['хат', '+письмо', '+letter', 'қуғын', 'сүргіннің', 'қуғынсүргіннің', '+репрессия', '+repression'],
    ],
    ['=қуғын-сүргін', ['қуғын', 'сүргін', 'қуғынсүргін']],
    ['=архив', ['архив']],
    ['архив*', ['архив']],
    ['архив~', ['архив']],
    ['"архив"', ['архив']],
    ['сауда', ['сауда']],
    ['ми', ['ми']],
  ])('%j asks for %j', (text, words) => {
    expect(asked(text)).toEqual(words);
  });

  it('is asked for with every word of the largest group that a person can make, and by phrases of many words', () => {
    const words = Array.from({ length: MOST_WORDS }, (_, i) => `сөз${'абвгдежзийклмноп'[i] ?? ''}бқ`);
    const phrase = 'народный комиссариат внутренних дел казахской сср';
    const table = createSynonymTable([words, [phrase, 'нквд']]);
    expect(asked(words[0] ?? '', table)).toHaveLength(MOST_WORDS);
    expect(asked(phrase, table)).toContain('+нквд');
  });

  it('keeps its field, is one chip that names them, and is printed as it was typed', () => {
    const { root, chips } = parseQuery('название:приказ единица хранения', { synonyms: DEFAULTS });
    expect(wordsAsked(root).map(({ field }) => field)).toEqual([
      'title',
      'title',
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(chips.map(({ kind, label, field, synonyms }) => [kind, label, field, synonyms.length])).toEqual([
      ['word', 'название:приказ', 'title', 1],
      ['word', 'единица хранения', null, 4],
    ]);
    const printed = printQuery(root, 'ru');
    expect(printed).toBe('название:приказ (единица хранения)');
    expect(printQuery(parseQuery(printed, { synonyms: DEFAULTS, begun: false }).root, 'ru')).toBe(printed);
  });

  it('loses nothing of what was typed', () => {
    const word = fc.constantFrom(
      'архив',
      'дело',
      'единица',
      'хранения',
      'сауда',
      '-хат',
      '"опись"',
      'OR',
      '(',
      ')',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 10 }), (words) => {
        const text = words.join(' ');
        const plain = parseQuery(text, { begun: false });
        const { root } = parseQuery(text, { synonyms: DEFAULTS, begun: false });
        const own = wordsAsked(root).filter(({ synonymOf: of }) => of === null);
        expect(own.map((node) => node.text)).toEqual(wordsAsked(plain.root).map((node) => node.text));
        const printed = parseQuery(printQuery(root, 'kk'), { synonyms: DEFAULTS, begun: false });
        expect(isSameQuery(printed.root, root) || words.includes('единица')).toBe(true);
      }),
    );
  });
});

describe('groups of synonyms', () => {
  /** The groups after records were written, as windows and the host see them. */
  const record = (id: string, values: Readonly<Record<string, Json>>, deleted = false): SynonymRecord => ({
    id,
    values,
    deleted,
  });
  const first = must(DEFAULT_SYNONYMS[0], 'a group');
  const firstOf = (records: readonly SynonymRecord[]) => must(synonymGroupsOf(records)[0], 'a group');

  it('that come with the program are sound, each with an id and in one place', () => {
    expect(new Set(DEFAULT_SYNONYMS.map(({ id }) => id)).size).toBe(DEFAULT_SYNONYMS.length);
    for (const { words } of DEFAULT_SYNONYMS) {
      expect(words.length).toBeGreaterThan(1);
      for (const word of words) {
        expect([word, synonymOf(word)]).toEqual([word, word]);
        expect(checkFields('synonyms', { [`words/${word}`]: true }).ok).toBe(true);
      }
    }
    const all = DEFAULT_SYNONYMS.flatMap(({ words }) => words);
    expect(all.filter((word, i) => all.indexOf(word) !== i)).toEqual([]);
  });

  it('are changed, turned off, brought back and added to by records', () => {
    const changed = record(first.id, { 'words/мұрағат': false, 'words/сақтау орны': true });
    expect(firstOf([changed])).toMatchObject({ words: ['архив', 'archive', 'сақтау орны'], isChanged: true });
    expect(asked('архив', synonymTableOf([changed]))).toEqual(['архив', '+archive', '+сақтау орны']);
    expect(asked('мұрағат', synonymTableOf([changed]))).toEqual(['мұрағат']);
    expect(firstOf([record(first.id, changed.values, true)])).toMatchObject({
      words: first.words,
      isChanged: false,
    });
    const off = record(first.id, { off: true });
    expect(firstOf([off])).toMatchObject({ isOff: true, isChanged: true });
    expect(asked('архив', synonymTableOf([off]))).toEqual(['архив']);
    const own = record(OWN, { 'words/киіз үй': true, 'words/юрта': true, 'words/шатер': false });
    expect(synonymGroupsOf([own]).at(-1)).toMatchObject({ words: ['киіз үй', 'юрта'], isDefault: false });
    expect(asked('юрты', synonymTableOf([own]))).toEqual(['юрты', '+киіз үй']);
    expect(asked('киіз үйдің', synonymTableOf([own]))).toEqual(['киіз', 'үйдің', '+юрта']);
  });

  it('are what was written, whatever was there before', () => {
    const words = fc.uniqueArray(fc.constantFrom('архив', 'мұрағат', 'archive', 'қойма', 'сақтау орны'), {
      minLength: 2,
    });
    fc.assert(
      fc.property(
        fc.constantFrom(first.id, OWN),
        fc.array(words, { minLength: 1, maxLength: 4 }),
        (id, steps) => {
          let values: Readonly<Record<string, Json>> = {};
          for (const step of steps) {
            const fields = fieldsOfWords(id, step, values);
            expect(checkFields('synonyms', fields).ok).toBe(true);
            values = { ...values, ...fields };
            const group = synonymGroupsOf([record(id, values)]).find((each) => each.id === id);
            expect([...must(group, 'the group').words].sort()).toEqual([...step].sort());
          }
          const back = { ...values, ...fieldsOfDefault(id, values) };
          if (id === first.id) expect(firstOf([record(id, back)])).toMatchObject({ isChanged: false });
        },
      ),
    );
  });

  it('take words as dictionaries have them', () => {
    expect(synonymOf('  Сақтау   орны ')).toBe('сақтау орны');
    expect(synonymOf('қуғын-сүргін')).toBe('қуғын-сүргін');
    for (const text of ['', '-', 'а/б', 'а*', '"а"', 'а'.repeat(81)]) expect(synonymOf(text)).toBe(null);
    expect(checkFields('synonyms', { 'words/Архив': true }).ok).toBe(false);
    expect(checkFields('synonyms', { 'words/архив': 'иә' }).ok).toBe(false);
    expect(checkFields('tag', { 'words/архив': true }).ok).toBe(false);
  });

  it('are read from whatever lies in records', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (values) => {
        synonymTableOf([
          record(OWN, values as Record<string, Json>),
          record(first.id, values as Record<string, Json>),
        ]);
      }),
    );
  });
});
