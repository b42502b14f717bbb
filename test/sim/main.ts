/**
 * `npm run sim -- [--runs 2000] [--seed 1] [--threads 3]` runs many stations and a server under all kinds of trouble, in
 * memory and virtual time. `--script FILE` runs a kept script, `--only SEED` one seed, both with a trace of what happened.
 * `--all` goes on after a failure and lists them. `--bugs [name…]` shows that each seeded bug is caught. Ends with 1 when something failed, and leaves a short script of it.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BUGS, bugNamed } from './bugs/bugs.ts';
import { patchSources } from './bugs/patch-sources.ts';
import { generateScript } from './generate.ts';
import { runSeeds, type FailedSeed } from './run-seeds.ts';
import { scriptSchema, type Script } from './script.ts';
import { shrinkScript } from './shrink.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    threads: { type: 'string', default: String(Math.max(1, availableParallelism() - 1)) },
    only: { type: 'string' },
    script: { type: 'string' },
    bugs: { type: 'boolean', default: false },
    bug: { type: 'string' },
    all: { type: 'boolean', default: false },
  },
});

/** So long each seeded bug may live. */
const BUG_SECONDS = 60;

const [runs, first, threads] = [Number(values.runs), Number(values.seed), Number(values.threads)];
if (![runs, first, threads].every((each) => Number.isInteger(each) && each >= 0)) {
  console.error(
    'usage: npm run sim -- [--runs N] [--seed N] [--threads N] [--only SEED | --script FILE | --bugs]',
  );
  process.exit(2);
}
process.exit((await main()) ? 0 : 1);

async function main(): Promise<boolean> {
  if (values.bugs) return showBugs();
  if (values.bug !== undefined && (values.script !== undefined || values.only !== undefined)) {
    patchSources(bugNamed(values.bug));
  }
  if (values.script !== undefined) {
    return traceScript(scriptSchema.parse(JSON.parse(readFileSync(values.script, 'utf8'))));
  }
  if (values.only !== undefined) return shrinkAndTell(Number(values.only));
  return runMany();
}

async function runMany(): Promise<boolean> {
  console.log(`seeds ${first} to ${first + runs - 1} on ${threads} threads`);
  let told = 0;
  const outcome = await runSeeds({
    first,
    runs,
    threads,
    goesOn: values.all,
    ...(values.bug === undefined ? {} : { bug: values.bug }),
    progress(done) {
      if (done - told < 5000) return;
      told = done;
      console.log(`${done} runs`);
    },
    failed({ seed, oracle, message }) {
      if (values.all) console.log(`seed ${seed}: ${oracle}: ${message.slice(0, 300)}`);
    },
  });
  const counts = Object.entries(outcome.counts).sort(([a], [b]) => (a < b ? -1 : 1));
  console.log(counts.map(([name, count]) => `${name} ${count}`).join(', '));
  const speed = (outcome.runs / outcome.seconds).toFixed(0);
  console.log(`${outcome.runs} runs in ${outcome.seconds.toFixed(1)} s, ${speed} a second`);
  const [failure] = outcome.failures;
  if (failure === undefined) return true;
  if (!values.all) return tellFailure(failure);
  console.log(`${outcome.failures.length} of ${outcome.runs} runs failed`);
  return false;
}

async function tellFailure({ seed, oracle, message }: FailedSeed): Promise<boolean> {
  console.log(`\nFAILED seed ${seed}: ${oracle}: ${message}`);
  if (values.bug === undefined) await shrinkAndTell(seed);
  return false;
}

/** Runs one seed; when it fails, makes it short, shows what happens, and keeps the short script. */
async function shrinkAndTell(seed: number): Promise<boolean> {
  const { runScript } = await import('./run-script.ts');
  const script = generateScript(seed);
  const { failure } = await runScript(script);
  if (failure === null) return traceScript(script);
  const short = await shrinkScript(
    script,
    async (each) => (await runScript(each)).failure?.oracle === failure.oracle,
  );
  const file = join(tmpdir(), `sim-${seed}.json`);
  writeFileSync(
    file,
    `${JSON.stringify({ ...short, why: `${failure.oracle}: ${failure.message}` }, null, 1)}\n`,
  );
  await traceScript(short);
  console.log(
    `\n${script.actions.length} actions made ${short.actions.length}; npm run sim -- --script ${file}`,
  );
  return false;
}

async function traceScript(script: Script): Promise<boolean> {
  const { runScript } = await import('./run-script.ts');
  const { failure } = await runScript(script, (line) => console.log(line));
  console.log(failure === null ? 'passed' : `FAILED ${failure.oracle}: ${failure.message}`);
  return failure === null;
}

/** Each bug must be caught within a minute, by a run that passes without it. */
async function showBugs(): Promise<boolean> {
  const wanted = positionals.length === 0 ? BUGS : positionals.map(bugNamed);
  let areAllCaught = true;
  for (const { name, why, seed, script } of wanted) {
    const { runs, seconds, oracle } =
      script === undefined ? await catchBug(name, seed ?? first) : catchByScript(name, script);
    areAllCaught &&= oracle !== null;
    const caught =
      oracle === null
        ? `NOT CAUGHT in ${runs} runs`
        : `${oracle} after ${runs} runs, ${seconds.toFixed(1)} s`;
    console.log(`${name.padEnd(24)} ${caught.padEnd(48)} ${why}`);
  }
  console.log(areAllCaught ? `all ${wanted.length} caught` : 'NOT all caught');
  return areAllCaught;
}

type Caught = { readonly runs: number; readonly seconds: number; readonly oracle: string | null };

/** Plays a kept script with the bug: that it passes without is a test. */
function catchByScript(bug: string, script: string): Caught {
  const began = performance.now();
  const file = join(import.meta.dirname, 'scripts', `${script}.json`);
  const { stdout } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'main.ts'), '--bug', bug, '--script', file],
    { encoding: 'utf8', timeout: BUG_SECONDS * 1000 },
  );
  const oracle = /^FAILED (?<oracle>\w+):/mu.exec(stdout)?.groups?.['oracle'] ?? null;
  return { runs: 1, seconds: (performance.now() - began) / 1000, oracle };
}

async function catchBug(bug: string, begin: number): Promise<Caught> {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  let runs = 0;
  for (let from = begin; seconds() < BUG_SECONDS;) {
    const left = BUG_SECONDS - seconds();
    const outcome = await runSeeds({ first: from, runs: 1_000_000, threads, bug, maxSeconds: left });
    runs += outcome.runs;
    for (const failure of outcome.failures) {
      const sound = await runSeeds({ first: failure.seed, runs: 1, threads: 1 });
      if (sound.failures.length === 0) return { runs, seconds: seconds(), oracle: failure.oracle };
      from = Math.max(from, failure.seed + 1);
    }
  }
  return { runs, seconds: seconds(), oracle: null };
}
