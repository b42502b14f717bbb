/**
 * `npm test`: every check, cheap ones first and two of them beside each other, each with its time. All run even when one
 * fails, so that one look shows the whole state. A record of a long log may keep its end only: there stand the times, what
 * failed in a few lines each, which journeys passed the second time only, and last the counts of all. The exit code is 1
 * when any check failed. `npm test -- unit e2e` runs only the named ones.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { indented, lastLines, playwrightSummary, vitestSummary, type Summary } from './what-failed.ts';

type Check = {
  readonly name: string;
  readonly command: readonly string[];
  /** Takes one core for the most part: runs beside another one like it. */
  readonly isCheap?: true;
  /** Whose report tells its tests apart; else the check is one test. */
  readonly report?: 'vitest' | 'playwright';
};
type Outcome = Summary & { readonly name: string; readonly isSound: boolean; readonly seconds: number };

const CHECKS: readonly Check[] = [
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'], isCheap: true },
  // A silence that silences nothing any more is a finding too.
  {
    name: 'lint',
    command: ['oxlint', '--type-aware', '--deny-warnings', '--quiet', '--report-unused-disable-directives'],
    isCheap: true,
  },
  { name: 'types', command: ['node', 'build/check-types.ts'], isCheap: true },
  { name: 'unused', command: ['knip'], isCheap: true },
  { name: 'build', command: ['npm', 'run', '-s', 'build'], isCheap: true },
  { name: 'unit', command: ['vitest', 'run'], report: 'vitest' },
  { name: 'e2e', command: ['playwright', 'test'], report: 'playwright' },
  // What the README says of several machines, as it stands there.
  { name: 'readme', command: ['npm', 'run', '-s', 'quick-start'] },
  { name: 'electron', command: ['playwright', 'test', '-c', 'test/e2e-electron'], report: 'playwright' },
];

const ROOT = path.resolve(import.meta.dirname, '..');
const LANES = 2;
/** How much of a failed check without a report is said again at the end. */
const END_LINES = 40;
const END_CHARACTERS = 20_000;
/** So many failures of one check are named at the end; the log has all of them. */
const MOST_FAILURES = 25;

const reports = mkdtempSync(path.join(tmpdir(), 'qoima-reports-'));

/** The command with a report beside what it prints, and where the report comes to lie. */
function withReport({ name, command, report }: Check): { args: readonly string[]; file: string } {
  const file = path.join(reports, `${name}.json`);
  const flags = {
    vitest: ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    playwright: ['--reporter=list,json'],
  };
  return { args: report === undefined ? command : [...command, ...flags[report]], file };
}

async function run(check: Check): Promise<Outcome> {
  const { args, file } = withReport(check);
  const [program = '', ...rest] = args;
  const title = `\n=== ${check.name}: ${check.command.join(' ')}`;
  const began = Date.now();
  // `require('electron')` outside Electron would try a download: any folder in its place prevents that.
  const env = {
    ...process.env,
    ELECTRON_OVERRIDE_DIST_PATH: 'test/fake-electron/no-binary',
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  };
  const child = spawn(program, rest, { stdio: ['inherit', 'pipe', 'pipe'], env });
  const isApart = check.isCheap === true;
  const held: Buffer[] = [];
  let end = '';
  const take = (to: NodeJS.WriteStream) => (bytes: Buffer) => {
    if (isApart) held.push(bytes);
    else to.write(bytes);
    end = (end + bytes.toString()).slice(-END_CHARACTERS);
  };
  child.stdout.on('data', take(process.stdout));
  child.stderr.on('data', take(process.stderr));
  if (!isApart) console.log(title);
  const isSound = await new Promise<boolean>((resolve) => {
    child.on('error', (error) => {
      end += String(error);
      resolve(false);
    });
    child.on('close', (code) => resolve(code === 0));
  });
  if (isApart) {
    console.log(title);
    process.stdout.write(Buffer.concat(held));
  }
  const seconds = (Date.now() - began) / 1000;
  return { name: check.name, isSound, seconds, ...summarised(check, file, isSound, end) };
}

/** A check that ended badly has a failure in any case, whatever its report says. */
function summarised(check: Check, file: string, isSound: boolean, end: string): Summary {
  const told = readReport(check, file);
  if (told !== null && (isSound || told.failed > 0)) return told;
  if (isSound) return { passed: 1, failed: 0, skipped: 0, failures: [], flaky: [] };
  const failure = { name: check.name, error: lastLines(end, END_LINES) };
  return {
    ...(told ?? { passed: 0, skipped: 0, flaky: [] }),
    failed: 1,
    failures: [failure],
  };
}

function readReport({ report }: Check, file: string): Summary | null {
  if (report === undefined) return null;
  try {
    const json = readFileSync(file, 'utf8');
    return report === 'vitest' ? vitestSummary(json, ROOT) : playwrightSummary(json);
  } catch {
    // It ended before it could write one: what it printed has to do.
    return null;
  }
}

/** Cheap ones two at a time, the others one after another; answers in the order of the list. */
async function runAll(checks: readonly Check[]): Promise<Outcome[]> {
  const outcomes = new Map<Check, Outcome>();
  const cheap = checks.filter(({ isCheap }) => isCheap === true);
  const waiting = [...cheap];
  const lane = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      outcomes.set(check, await run(check));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  for (const check of checks.filter((one) => !cheap.includes(one))) outcomes.set(check, await run(check));
  return checks.flatMap((check) => outcomes.get(check) ?? []);
}

const wanted = process.argv.slice(2);
const outcomes = await runAll(CHECKS.filter(({ name }) => wanted.length === 0 || wanted.includes(name)));
rmSync(reports, { recursive: true, force: true });

const counts = ({ passed, failed, skipped }: Pick<Summary, 'passed' | 'failed' | 'skipped'>): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

console.log('');
for (const outcome of outcomes) {
  const { name, isSound, seconds } = outcome;
  const time = `${seconds.toFixed(1)} s`.padStart(8);
  console.log(`${isSound ? 'passed' : 'FAILED'}  ${name.padEnd(8)} ${time}  ${counts(outcome)}`);
}
for (const { name, flaky } of outcomes) {
  if (flaky.length > 0) console.log(`\n=== ${name}: passed the second time only\n  ${flaky.join('\n  ')}`);
}
for (const { name, isSound, failures } of outcomes) {
  if (isSound) continue;
  console.log(`\n=== ${name}: ${failures.length} failed`);
  for (const failure of failures.slice(0, MOST_FAILURES)) {
    console.log(`  ${failure.name}\n${indented(failure.error)}`);
  }
  if (failures.length > MOST_FAILURES) console.log(`  … and ${failures.length - MOST_FAILURES} more`);
}
const sum = (of: 'passed' | 'failed' | 'skipped'): number =>
  outcomes.reduce((total, outcome) => total + outcome[of], 0);
console.log(`\n${counts({ passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') })}`);
process.exit(outcomes.every(({ isSound }) => isSound) && outcomes.length > 0 ? 0 : 1);
