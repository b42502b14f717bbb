import { describe, expect, test } from 'vitest';
import { scoreByTier } from './score.ts';

const PAGES = new Map(
  [
    { id: 'word', text: 'құжат қоры', truth: null },
    { id: 'form', text: 'құжаттарымыздың тізімі', truth: null },
    { id: 'other', text: 'мал санағы', truth: null },
    { id: 'garbled', text: 'кужат цоры', truth: 'құжат қоры' },
  ].map((page) => [page.id, page]),
);
const query = { query: 'құжат', relevant: new Set(['word', 'garbled']) };

describe('scoring an answer', () => {
  test('counts what is found up to each tier, and what is found beside it', () => {
    const found = [
      { id: 'word', tier: 1 },
      { id: 'form', tier: 2 },
      { id: 'garbled', tier: 4 },
      { id: 'other', tier: 4 },
    ];
    const scored = scoreByTier([{ query, found }], { pages: PAGES, noisy: new Set(['garbled']) });
    expect(scored['upTo1']).toMatchObject({ recall: 0.5, recallNoisy: 0, falsePages: 0 });
    expect(scored['upTo2']).toMatchObject({ recall: 0.5, falsePages: 0, unnamedPages: 1 });
    expect(scored['upTo4']).toMatchObject({
      recall: 1,
      recallNoisy: 1,
      falsePages: 1,
      falsePagesOfTier: 1,
      meanAveragePrecision: 1,
    });
  });

  test('a page that comes before those that are wanted costs precision', () => {
    const found = [
      { id: 'other', tier: 1 },
      { id: 'word', tier: 1 },
    ];
    const scored = scoreByTier([{ query, found }], { pages: PAGES, noisy: null });
    expect(scored['upTo1']?.meanAveragePrecision).toBe(0.25);
    expect(scored['upTo1']?.recallNoisy).toBeNull();
  });
});
