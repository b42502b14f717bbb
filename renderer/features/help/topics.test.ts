import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LANGUAGES } from '../../../shared/model/record-types.ts';
import { printChord } from '../../ui/chords.ts';
import { linkedTopic, topicFor, topicOf, TOPICS } from './topics.ts';

const PAGES = join(import.meta.dirname, 'pages');
const pageOf = (language: string, topic: string) =>
  readFileSync(join(PAGES, language, `${topic}.md`), 'utf8');

test('every topic has its page in every language, and no page is without a topic', () => {
  for (const language of LANGUAGES)
    expect(readdirSync(join(PAGES, language)).sort()).toEqual(TOPICS.map((topic) => `${topic}.md`).sort());
});

test.each(TOPICS)(
  'the page %s says the same in every language: headings, links, keys and pictures',
  (topic) => {
    const shapes = LANGUAGES.map((language) => {
      const text = pageOf(language, topic);
      const all = (pattern: RegExp) => text.match(pattern) ?? [];
      return {
        headings: all(/^#+ /gmu),
        items: all(/^(?:-|\d\.) /gmu).length,
        links: all(/\]\([^)]*\)/gu),
        keys: all(/`[A-Z+][^`]*`/gu).filter((key) => !/[а-яё]/iu.test(key)),
      };
    });
    expect(shapes[1]).toEqual(shapes[0]);
    expect(shapes[2]).toEqual(shapes[0]);
  },
);

test('links lead to pages and pictures that are there', () => {
  for (const language of LANGUAGES)
    for (const topic of TOPICS)
      for (const [, mark = '', href = ''] of pageOf(language, topic).matchAll(
        /(!?)\[[^\]]*\]\(([^)]*)\)/gu,
      )) {
        if (mark === '!') expect(readdirSync(join(PAGES, '../pictures', language))).toContain(href);
        else expect(linkedTopic(href)).not.toBeNull();
      }
});

const CATALOGUES = join(import.meta.dirname, '../../app/language');
/** A name as it stands on the screen, without what is filled in: `Little room on the disk: {{size}} GB`. */
const nameOf = (text: string) => (text.split('{{')[0] ?? '').replace(/[\s:«“"(]+$/u, '');
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [nameOf(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

test.each(LANGUAGES)('what stands in bold is called so by the program (%s)', (language) => {
  const names = new Set(stringsIn(JSON.parse(readFileSync(join(CATALOGUES, `${language}.json`), 'utf8'))));
  const bold = TOPICS.flatMap((topic) => [...pageOf(language, topic).matchAll(/\*\*([^*]+)\*\*/gu)]);
  expect(bold.length).toBeGreaterThan(30);
  expect(bold.map(([, name = '']) => name).filter((name) => !names.has(name))).toEqual([]);
});

const RENDERER = join(import.meta.dirname, '../..');
/** Keys of lists and fields are no commands. */
const OWN_KEYS = ['Ctrl+A'];

test('the keys of commands are those that the sources give them', () => {
  const sources = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!\.test)\.tsx?$/u.test(name))
    .map((name) => readFileSync(join(RENDERER, name), 'utf8'));
  const known = new Set(
    sources.flatMap((text) =>
      [...text.matchAll(/'((?:(?:Control|Shift|Alt)\+)*(?:Key[A-Z]|Digit\d|Enter|F\d+))'/gu)].map(
        ([, chord = '']) => printChord(chord),
      ),
    ),
  );
  const named = TOPICS.flatMap((topic) =>
    [...pageOf('en', topic).matchAll(/`((?:(?:Ctrl|Alt|Shift)\+)+(?:[A-Z]|Enter)|[A-Z]|F\d+)`/gu)].map(
      ([, key = '']) => key,
    ),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((key) => !known.has(key) && !OWN_KEYS.includes(key))).toEqual([]);
});

test('an unknown topic leads to the first, a screen to its own', () => {
  expect(topicOf('nothing')).toBe('begin');
  expect(topicOf(null)).toBe('begin');
  expect(topicOf('find')).toBe('find');
  expect(linkedTopic('https://example.org/find.md')).toBeNull();
  expect(topicFor('vocabulary')).toBe('tags');
  expect(topicFor('find')).toBe('find');
  expect(topicFor('templates')).toBe('describe');
  expect(topicFor('top')).toBe('begin');
});
