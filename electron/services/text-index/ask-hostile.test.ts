import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPace } from './ask-pace.ts';
import { LOST, openAskFixture } from './fixture-ask.ts';

let index: ReturnType<typeof openAskFixture>;
beforeEach(() => {
  index = openAskFixture();
});
afterEach(() => index.store.close());

/** Pieces of the languages of SQLite and of FTS5, and of ours. */
const PIECES = [
  '"',
  "'",
  '""',
  "' OR 1=1 --",
  '; DROP TABLE page;',
  'terms:архив',
  '{terms} : архив',
  '^архив',
  'NEAR(архив қоры, 10)',
  'архив + қоры',
  'AND',
  'OR',
  'NOT',
  '(((',
  ')',
  '*',
  '-',
  '~99',
  '=',
  '\u0000',
  '\uE000',
  '\uE001архив',
  '\uD800',
  'архив',
  'қоры',
  '"архив қоры"~3',
  'аты:',
  'дата:0000..9999',
];

describe('what somebody asks or a page holds', () => {
  test('is never taken for a command: it finds pages, or none, and changes nothing', async () => {
    index.pages(['ұлттық архив қоры', 'мектеп есебі']);
    index.pages(['¥лттьщ архив'], { class: LOST });
    const query = fc
      .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 8 })), { maxLength: 8 })
      .map((pieces) => pieces.join(' '));
    await fc.assert(
      fc.asyncProperty(query, async (text) => {
        const { total } = await index.ask(text, { facets: true });
        expect(total.pages).toBeLessThanOrEqual(3);
      }),
      { numRuns: 300 },
    );
    expect(Object.keys(await index.tiers('архив'))).toHaveLength(2);
  }, 20_000);

  test('in a page’s text stands for itself, signs of the index and all', async () => {
    const [hostile, sound] = index.pages([
      `\uE001мектеп \uE000 \uE004тәжірибе \u0000 \uD800 "қоры" OR ${'а'.repeat(100_000)} <a href="x">`,
      'мектептердің есебі',
    ]) as [string, string];
    expect(await index.tiers('=мектеп')).toEqual({ [hostile]: 1 });
    expect(await index.tiers('есебі')).toEqual({ [sound]: 1 });
    expect(await index.tiers('міндет')).toEqual({});
    expect(index.store.textOf(index.store.pageOf(hostile) ?? 0)).toContain('<a href="x">');
  });

  test('ends when its time is over', async () => {
    let now = 0;
    const pace = createPace({ deadlineMs: 1000, now: () => now });
    now = 900;
    await pace.turn();
    now = 2000;
    await expect(pace.turn()).rejects.toMatchObject({ code: 'DEADLINE' });
  });
});
