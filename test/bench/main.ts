/**
 * `npm run -s bench -- <name> [--units N] [--pages N] [--only part,part] [--runs 3] [--seed 1] [--profile]`: runs one bench and prints its
 * figures as JSON, ours and the contender's from the same run. A bench is a module of this folder that exports
 * `run(options)`; what an option is when it is not given is the bench's own affair. Ends with 1 when a part of it failed.
 */
import { parseArgs } from 'node:util';

const BENCHES = [
  'writes',
  'analyser',
  'catalogue',
  'vault',
  'import',
  'recognition',
  'map',
  'viewer',
  'retrieval',
  'garbled',
  'finding',
  'typing-while-filling',
  'finding-units',
  'sync',
] as const;

export type BenchOptions = {
  /** How large a generated archive is. */
  readonly units?: number;
  /** How many pages a bench of pages makes. */
  readonly pages?: number;
  /** Null: all parts of the bench. */
  readonly only?: readonly string[] | null;
  /** How often what is repeated is repeated; the figure is the median. */
  readonly runs?: number;
  readonly seed?: number;
  /** Shows where the time goes, at the cost of some. */
  readonly profile?: boolean;
  /** What a bench reads instead of making it. */
  readonly files?: {
    readonly corpus?: string;
    readonly queries?: string;
    readonly noisyIds?: string;
    readonly pairs?: string;
    readonly sentences?: string;
  };
  /** Which lines of `pairs` count. */
  readonly pairLines?: 'all' | 'odd' | 'even';
};
type BenchModule = { run(options: BenchOptions): Promise<unknown> };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    units: { type: 'string' },
    pages: { type: 'string' },
    only: { type: 'string' },
    runs: { type: 'string' },
    seed: { type: 'string' },
    profile: { type: 'boolean', default: false },
    corpus: { type: 'string' },
    queries: { type: 'string' },
    'noisy-ids': { type: 'string' },
    pairs: { type: 'string' },
    'pair-lines': { type: 'string' },
    sentences: { type: 'string' },
    // They always print it; who asks for it is not refused.
    json: { type: 'boolean', default: false },
  },
});

const name = BENCHES.find((each) => each === positionals[0]);
const numbers = Object.entries({
  units: values.units,
  pages: values.pages,
  runs: values.runs,
  seed: values.seed,
}).flatMap(([key, text]) => (text === undefined ? [] : [[key, Number(text)] as const]));
if (name === undefined || numbers.some(([, number]) => !Number.isInteger(number) || number < 1)) {
  console.error(
    `usage: npm run -s bench -- ${BENCHES.join('|')} [--units N] [--pages N] [--only part,part] [--runs N] [--seed N] [--profile]
  retrieval: --corpus FILE.tsv --queries FILE.tsv [--noisy-ids FILE] [--pairs FILE.tsv] [--pair-lines odd|even]
  garbled: [--sentences FILE]   analyser: --sentences FILE [--pairs FILE.tsv]`,
  );
  process.exit(2);
}
const bench = (await import(`./${name}.ts`)) as BenchModule;
const answer = await bench.run({
  ...Object.fromEntries(numbers),
  only: values.only?.split(',') ?? null,
  profile: values.profile,
  files: Object.fromEntries(
    Object.entries({
      corpus: values.corpus,
      queries: values.queries,
      noisyIds: values['noisy-ids'],
      pairs: values.pairs,
      sentences: values.sentences,
    }).filter(([, file]) => file !== undefined),
  ),
  pairLines: pairLinesOf(values['pair-lines']),
});
console.log(JSON.stringify(answer, null, 2));
const { troubles = {} } = answer as { troubles?: Readonly<Record<string, string>> };
process.exit(Object.keys(troubles).length > 0 ? 1 : 0);

function pairLinesOf(text: string | undefined): 'all' | 'odd' | 'even' {
  return text === 'odd' || text === 'even' ? text : 'all';
}
