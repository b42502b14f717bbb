/** The three message catalogues: the same keys, every key that the sources use, every code that can reach a person. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { BINDING_WARNINGS, LEFT_OUT, REFUSALS, WARNINGS } from '../../shared/rpc/contract-import.ts';
import { LEVELS } from '../../shared/model/record-types.ts';
import { QUERY_PROBLEMS } from '../../shared/query/query-node.ts';
import en from './language/en.json' with { type: 'json' };
import kk from './language/kk.json' with { type: 'json' };
import ru from './language/ru.json' with { type: 'json' };

const CATALOGUES = { kk, ru, en };
type LanguageName = keyof typeof CATALOGUES;
/** The forms of number that CLDR gives each language; Chromium counts Kazakh by its default rules, which have the same two. */
const PLURALS = { kk: ['one', 'other'], ru: ['one', 'few', 'many', 'other'], en: ['one', 'other'] } as const;
const PLURAL_ENDING = /_(?:one|few|many|other)$/;

function leaves(node: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [inner, text] of leaves(value as object, `${prefix}${key}.`)) found.set(inner, text);
  }
  return found;
}

const TEXTS = {
  kk: leaves(kk),
  ru: leaves(ru),
  en: leaves(en),
};
const keysOf = (language: LanguageName) =>
  new Set([...TEXTS[language].keys()].map((key) => key.replace(PLURAL_ENDING, '')));
const KEYS = keysOf('kk');

const root = path.resolve(import.meta.dirname, '../..');
function sources(pattern: string): string {
  return (
    globSync(pattern, { cwd: root })
      // What only tests use says nothing to a person.
      .filter((file) => !/\.test\.tsx?$|\/fixture-[^/]+$/.test(file))
      .map((file) => readFileSync(path.join(root, file), 'utf8'))
      .join('\n')
  );
}
const screens = sources('renderer/{app,features,ui}/**/*.{ts,tsx}');
const program = sources('{shared,node,electron,renderer}/**/*.{ts,tsx}');

function matches(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))];
}

describe('the three catalogues', () => {
  test('have the same keys', () => {
    expect([...keysOf('ru')].sort()).toEqual([...KEYS].sort());
    expect([...keysOf('en')].sort()).toEqual([...KEYS].sort());
  });

  test('have every form of number of their language', () => {
    for (const language of ['kk', 'ru', 'en'] as const) {
      const counted = [...TEXTS[language].keys()].filter((key) => PLURAL_ENDING.test(key));
      for (const key of counted.map((each) => each.replace(PLURAL_ENDING, ''))) {
        const forms = PLURALS[language].filter((form) => TEXTS[language].has(`${key}_${form}`));
        expect([language, key, forms]).toEqual([language, key, [...PLURALS[language]]]);
      }
    }
  });

  test('have the same placeholders in every language', () => {
    const placeholders = (text: string) =>
      [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
    for (const [key, text] of TEXTS.kk) {
      if (PLURAL_ENDING.test(key)) continue;
      expect([key, placeholders(TEXTS.ru.get(key) ?? '')]).toEqual([key, placeholders(text)]);
      expect([key, placeholders(TEXTS.en.get(key) ?? '')]).toEqual([key, placeholders(text)]);
    }
  });

  test('have no text left empty, and no Kazakh text that is only a copy of the Russian', () => {
    const empty = (['kk', 'ru', 'en'] as const).flatMap((language) =>
      [...TEXTS[language]].filter(([, text]) => text.trim() === '').map(([key]) => `${language} ${key}`),
    );
    expect(empty).toEqual([]);
    const copied = [...TEXTS.kk].filter(
      ([key, text]) => /\p{Ll}{5}/u.test(text) && TEXTS.ru.get(key) === text,
    );
    expect(copied.map(([key]) => key).filter((key) => !ALIKE.has(key))).toEqual([]);
  });
});

/** The same words in both languages, or no words at all. */
const ALIKE = new Set(
  [...TEXTS.kk.keys()]
    .filter((key) => key.startsWith('keys.') && key.endsWith('.keys'))
    .concat('app.name', 'viewer.negative'),
);

describe('keys and codes', () => {
  test('every key that the sources name is there', () => {
    const used = matches(screens, /(?<![\w.])t\(\s*'([^']+)'/g).concat(
      matches(screens, /i18n\.t\('([^']+)'/g),
      matches(screens, /'((?:problem|empty|move|said)\.[a-zA-Z]+)'/g),
    );
    expect(used.length).toBeGreaterThan(100);
    expect(used.filter((key) => !KEYS.has(key))).toEqual([]);
  });

  test('every key is used by the sources, by name or by its family', () => {
    const families = matches(screens, /`([a-zA-Z]+(?:\.[a-zA-Z]+)*[./])\$\{/g);
    const isUsed = (key: string) =>
      screens.includes(`'${key}'`) ||
      screens.includes(`\`${key}\``) ||
      families.some((family) => key.startsWith(family)) ||
      /^act\.(?:undo|redo)What$/.test(key) ||
      key.startsWith('error.');
    expect([...KEYS].filter((key) => !isUsed(key))).toEqual([]);
  });

  test('every refusal, warning and level has its words', () => {
    const wanted = [
      ...[...REFUSALS, ...LEFT_OUT].map((code) => `refusal.${code}`),
      ...[...WARNINGS, ...BINDING_WARNINGS].map((code) => `warning.${code}`),
      ...LEVELS.map((level) => `level.${level}`),
      ...QUERY_PROBLEMS.map((code) => `query.problem.${code}`),
    ];
    expect(wanted.filter((key) => !KEYS.has(key))).toEqual([]);
  });

  test('every command that can be undone has its words', () => {
    const commands = matches(program, /command: '([a-z]+\.[a-zA-Z]+)'/g).concat(
      matches(screens, /desk\.write\(\s*(?:given \? )?'([a-z]+\.[a-zA-Z]+)'/g),
    );
    expect(commands.filter((command) => !KEYS.has(`command.${command}`))).toEqual([]);
  });

  test('every code of trouble says what happened, what was not lost, what to do', () => {
    const codes = matches(program, /(?:TroubleError|fail)\(\s*'([A-Z][A-Z_]+)'/g).concat(
      matches(program, /\bcode: '([A-Z][A-Z_]{3,})'/g).filter(
        (code) => !/^E[A-Z]+$/.test(code) || code === 'EMPTY',
      ),
    );
    expect(codes.length).toBeGreaterThan(40);
    const wanted = codes
      .filter((code) => !KEYS.has(`refusal.${code}`))
      .flatMap((code) => ['what', 'kept', 'do'].map((part) => `error.${code}.${part}`));
    expect(wanted.filter((key) => !KEYS.has(key))).toEqual([]);
  });
});
