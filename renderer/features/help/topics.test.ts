import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LANGUAGES } from '../../../shared/model/record-types.ts';
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
        if (mark === '!') expect(readdirSync(join(PAGES, '../pictures'))).toContain(href);
        else expect(linkedTopic(href)).not.toBeNull();
      }
});

test('an unknown topic leads to the first, a screen to its own', () => {
  expect(topicOf('nothing')).toBe('begin');
  expect(topicOf(null)).toBe('begin');
  expect(topicOf('find')).toBe('find');
  expect(linkedTopic('https://example.org/find.md')).toBeNull();
  expect(topicFor('vocabulary')).toBe('tags');
  expect(topicFor('top')).toBe('begin');
});
