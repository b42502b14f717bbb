/** The promise of finding: words of badly read pages are found, few others with them, and badly read pages are told from others. */
import { describe, expect, test } from 'vitest';
import { LOOK_ALIKE_ENGINE, NEAREST_ENGINE } from '../../fixtures/noise/lossy-engine.ts';
import { madeUpTruth, measureSpoilt, type Sweep } from './measure-garbled.ts';

/** Made-up words are more alike than those of a language: with real sentences the bench measures more. */
const PAGES = 200;
const QUERIES = 50;

/** Least recall on badly read pages, least mean precision, and least share of those pages told, for each kind of noise. */
const PROMISES: readonly (Sweep & {
  readonly recall: number;
  readonly precision: number;
  readonly told: number;
})[] = [
  {
    name: 'a quarter lost',
    engine: LOOK_ALIKE_ENGINE,
    rate: 0.25,
    recall: 0.9,
    precision: 0.9,
    told: 0.92,
  },
  { name: 'half lost', engine: LOOK_ALIKE_ENGINE, rate: 0.5, recall: 0.93, precision: 0.88, told: 0.97 },
  { name: 'all lost', engine: LOOK_ALIKE_ENGINE, rate: 1, recall: 0.91, precision: 0.87, told: 0.97 },
  {
    name: 'all lost, other slips too',
    engine: LOOK_ALIKE_ENGINE,
    rate: 1,
    random: 0.05,
    recall: 0.82,
    precision: 0.75,
    told: 0.97,
  },
  { name: 'another engine', engine: NEAREST_ENGINE, rate: 1, recall: 0.87, precision: 0.83, told: 0.97 },
];

describe('pages that lost their letters', () => {
  const truth = madeUpTruth(PAGES, 3);

  test.each(PROMISES)('$name', async ({ recall, precision, told: share, ...sweep }) => {
    const { byTier, told } = await measureSpoilt(truth, sweep, { queries: QUERIES, seed: 5 });
    const all = byTier['upTo4'];
    expect(all?.recallNoisy).toBeGreaterThanOrEqual(recall);
    expect(all?.meanAveragePrecision).toBeGreaterThanOrEqual(precision);
    // The words themselves are gone: it is not they that are found.
    if (sweep.rate === 1) expect(byTier['upTo1']?.recallNoisy).toBeLessThan(0.2);
    expect(told.badly / told.of).toBeGreaterThanOrEqual(share);
    expect(told.wrongly / told.ofOthers).toBeLessThanOrEqual(0.005);
  });
});
