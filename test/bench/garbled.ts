/**
 * `npm run -s bench -- garbled [--sentences FILE] [--pages 600] [--only spoilt,read]`: how much is found on pages that engines
 * without Kazakh letters read, from slightly to wholly spoilt, and on pages that are drawn and really read by `tesseract -l rus`.
 * `--sentences` is a file of clean Kazakh, a sentence a line; without it words are made up.
 */
import { LOOK_ALIKE_ENGINE, NEAREST_ENGINE } from '../fixtures/noise/lossy-engine.ts';
import type { BenchOptions } from './main.ts';
import { madeUpTruth, measureRead, measureSpoilt, truthOf, type Sweep } from './retrieval/measure-garbled.ts';

const PAGES = 600;
const QUERIES = 200;
const RATES = [0.25, 0.5, 1];

const SWEEPS: readonly Sweep[] = [
  ...RATES.map((rate) => ({ name: `looks alike, ${rate}`, engine: LOOK_ALIKE_ENGINE, rate })),
  { name: 'looks alike, 1, and 5 of 100 letters any', engine: LOOK_ALIKE_ENGINE, rate: 1, random: 0.05 },
  ...RATES.map((rate) => ({ name: `nearest letter, ${rate}`, engine: NEAREST_ENGINE, rate })),
];

export async function run(options: BenchOptions): Promise<object> {
  const { pages = PAGES, only = null, files = {}, seed = 1 } = options;
  const truth = files.sentences === undefined ? madeUpTruth(pages, seed) : truthOf(files.sentences, pages);
  const isWanted = (part: string): boolean => only === null || only.includes(part);
  const spoilt = [];
  for (const sweep of isWanted('spoilt') ? SWEEPS : []) {
    spoilt.push(await measureSpoilt(truth, sweep, { queries: QUERIES, seed }));
  }
  const read = isWanted('read') ? await measureRead(truth, { queries: QUERIES, seed }) : null;
  return {
    bench: 'garbled',
    pages: truth.length,
    text: files.sentences === undefined ? 'made up' : 'given sentences',
    spoilt,
    read: read ?? 'left out, or there is no `tesseract` with the Russian model on this machine',
  };
}
