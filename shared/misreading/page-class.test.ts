import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleFonds } from '../../electron/services/sample/sample-texts.ts';
import {
  LOOK_ALIKE_ENGINE,
  NEAREST_ENGINE,
  spoil,
  type Blocks,
} from '../../test/fixtures/noise/lossy-engine.ts';
import { seededRandom } from '../../test/fixtures/seeded-random.ts';
import { isSuspect, suspectTermsOf } from './is-suspect.ts';
import { classifyPage } from './page-class.ts';

const OWN_LETTERS = /[әғқңөұүһі]/u;
const PARAGRAPHS = sampleFonds()
  .flatMap(({ inventories }) => inventories.flatMap(({ units }) => units))
  .filter(({ form }) => form !== 'garbled' && form !== 'none')
  .flatMap(({ pages }) => pages.flat());
/** Pages of some 700 letters: the sample archive's paragraphs put together anew. */
const KAZAKH = pagesOf(PARAGRAPHS.filter((text) => OWN_LETTERS.test(text) && text.length > 40));
const RUSSIAN = pagesOf(
  PARAGRAPHS.filter((text) => !OWN_LETTERS.test(text) && /[а-я]{4}/u.test(text) && text.length > 40),
);

function pagesOf(texts: readonly string[]): string[] {
  const chances = seededRandom(5);
  return Array.from({ length: 200 }, () => {
    let page = '';
    while (page.length < 850) page += `${chances.pick(texts)}\n`;
    return page;
  });
}

function lostAmong(pages: readonly string[]): number {
  return pages.filter((page) => classifyPage(page, null).lost).length;
}

function spoilt(engine: Blocks, rate: number, random = 0): string[] {
  return KAZAKH.map((page, i) => spoil(page, { engine, rate, random }, seededRandom(i)));
}

describe('pages that lost their Kazakh letters', () => {
  test('are told from sound ones', () => {
    expect(lostAmong(spoilt(LOOK_ALIKE_ENGINE, 1))).toBeGreaterThanOrEqual(198);
    expect(lostAmong(spoilt(NEAREST_ENGINE, 1))).toBeGreaterThanOrEqual(194);
    expect(lostAmong(spoilt(LOOK_ALIKE_ENGINE, 1, 0.05))).toBeGreaterThanOrEqual(194);
    expect(lostAmong(spoilt(LOOK_ALIKE_ENGINE, 0.5))).toBeGreaterThanOrEqual(194);
  });

  test('sound Kazakh and Russian, also spoilt Russian, have lost nothing', () => {
    expect(lostAmong(KAZAKH)).toBeLessThanOrEqual(1);
    expect(lostAmong(RUSSIAN)).toBe(0);
    expect(
      lostAmong(
        RUSSIAN.map((page, i) =>
          spoil(page, { engine: LOOK_ALIKE_ENGINE, rate: 1, random: 0.05 }, seededRandom(i)),
        ),
      ),
    ).toBe(0);
  });

  test('language, script and share are told', () => {
    expect(classifyPage(KAZAKH[0] ?? '', 0.95)).toMatchObject({
      language: 'kaz',
      script: 'Cyrl',
      lost: false,
      noise: 'clean',
    });
    expect(classifyPage(KAZAKH[0] ?? '', 0.95).kazakhShare).toBeGreaterThan(0.11);
    expect(classifyPage(RUSSIAN[0] ?? '', null)).toMatchObject({
      language: 'rus',
      script: 'Cyrl',
      kazakhShare: 0,
    });
    const [lost = ''] = spoilt(LOOK_ALIKE_ENGINE, 1);
    expect(classifyPage(lost, null)).toMatchObject({ language: 'kaz', lost: true });
    expect(classifyPage(lost, null).noise).not.toBe('clean');
    expect(classifyPage('قازاق تىلى', null)).toMatchObject({ language: null, script: 'Arab' });
    expect(classifyPage('', null)).toEqual({
      language: null,
      script: null,
      kazakhShare: 0,
      lost: false,
      noise: 'clean',
    });
  });

  test('what the engine was not sure of is noisy', () => {
    expect(classifyPage(KAZAKH[1] ?? '', 0.7).noise).toBe('some');
    expect(classifyPage(KAZAKH[1] ?? '', 0.4).noise).toBe('heavy');
  });

  test('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.option(fc.double({ min: 0, max: 1 })),
        (text, sure) => {
          const { kazakhShare } = classifyPage(text, sure);
          expect(kazakhShare).toBeGreaterThanOrEqual(0);
          expect(kazakhShare).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe('suspect words', () => {
  const lexicon = { has: (exact: string) => exact === 'астық' };

  test('on pages that lost letters all are; on noisy ones those that nobody knows or that look odd', () => {
    expect(isSuspect('астық', { lost: true, noise: 'some' }, lexicon, 0.99)).toBe(true);
    expect(isSuspect('астық', { lost: false, noise: 'some' }, lexicon, 0.99)).toBe(false);
    expect(isSuspect('астық', { lost: false, noise: 'some' }, lexicon, 0.3)).toBe(true);
    expect(isSuspect('ас1ық', { lost: false, noise: 'heavy' }, lexicon, null)).toBe(true);
    expect(isSuspect('Қостанай', { lost: false, noise: 'some' }, lexicon, null)).toBe(true);
    expect(isSuspect('Қостанай', { lost: false, noise: 'clean' }, lexicon, 0.1)).toBe(false);
    expect(suspectTermsOf('астық', { lost: false, noise: 'clean' }, lexicon, null)).toEqual([]);
  });
});
