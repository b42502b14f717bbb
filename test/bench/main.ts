/**
 * `npm run -s bench -- <name> [--units 10000]`: runs one bench and prints its figures as JSON, ours and the contender's
 * from the same run. A bench is a module of this folder that exports `run(options)`.
 */
import { parseArgs } from 'node:util';

const BENCHES = ['writes', 'catalogue', 'vault', 'import'] as const;

export type BenchOptions = { readonly units: number };
type BenchModule = { run(options: BenchOptions): Promise<unknown> };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { units: { type: 'string', default: '10000' } },
});

const name = BENCHES.find((each) => each === positionals[0]);
const units = Number(values.units);
if (name === undefined || !Number.isInteger(units) || units < 1) {
  console.error(`usage: npm run -s bench -- ${BENCHES.join('|')} [--units 10000]`);
  process.exit(2);
}
const bench = (await import(`./${name}.ts`)) as BenchModule;
console.log(JSON.stringify(await bench.run({ units }), null, 2));
process.exit(0);
