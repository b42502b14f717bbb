/**
 * `npm test`: every check, cheap ones first, each with its time. All run even when one fails, so that one look shows
 * the whole state; the last words of those that failed stand again at the end, where a long log is read first. The exit
 * code is 1 when any failed. `npm test -- unit e2e` runs only the named ones.
 */
import { spawn } from 'node:child_process';

type Check = { readonly name: string; readonly command: readonly string[] };
type Outcome = {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly end: string;
};

const CHECKS: readonly Check[] = [
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  // A silence that silences nothing any more is a finding too.
  {
    name: 'lint',
    command: ['oxlint', '--type-aware', '--deny-warnings', '--quiet', '--report-unused-disable-directives'],
  },
  { name: 'types', command: ['node', 'build/check-types.ts'] },
  { name: 'unused', command: ['knip'] },
  { name: 'build', command: ['npm', 'run', '-s', 'build'] },
  { name: 'unit', command: ['vitest', 'run'] },
  { name: 'e2e', command: ['playwright', 'test'] },
  // What the README says of several machines, as it stands there.
  { name: 'readme', command: ['npm', 'run', '-s', 'quick-start'] },
  { name: 'electron', command: ['playwright', 'test', '-c', 'test/e2e-electron'] },
];

/** `require('electron')` outside Electron would try a download: any folder in its place prevents that. */
const ENVIRONMENT = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: 'test/fake-electron/no-binary' };

/** How much of a failed check's output is said again at the end. */
const END_CHARACTERS = 6000;

function run(check: Check): Promise<Outcome> {
  console.log(`\n=== ${check.name}: ${check.command.join(' ')}`);
  const [program = '', ...args] = check.command;
  const began = Date.now();
  const child = spawn(program, args, { stdio: ['inherit', 'pipe', 'pipe'], env: ENVIRONMENT });
  let end = '';
  const tee = (to: NodeJS.WriteStream) => (bytes: Buffer) => {
    to.write(bytes);
    end = (end + bytes.toString()).slice(-END_CHARACTERS);
  };
  child.stdout.on('data', tee(process.stdout));
  child.stderr.on('data', tee(process.stderr));
  return new Promise((resolve) => {
    const finish = (passed: boolean) =>
      resolve({ name: check.name, passed, seconds: (Date.now() - began) / 1000, end });
    child.on('error', (error) => {
      end += String(error);
      finish(false);
    });
    child.on('close', (code) => finish(code === 0));
  });
}

const wanted = process.argv.slice(2);
const outcomes: Outcome[] = [];
for (const check of CHECKS) {
  if (wanted.length === 0 || wanted.includes(check.name)) outcomes.push(await run(check));
}

console.log('');
for (const { name, passed, seconds } of outcomes) {
  console.log(`${passed ? 'passed' : 'FAILED'}  ${name.padEnd(8)} ${seconds.toFixed(1)} s`);
}
for (const { name, end } of outcomes.filter((outcome) => !outcome.passed)) {
  console.log(`\n=== the end of ${name}, which failed\n${end}`);
}
process.exit(outcomes.every((outcome) => outcome.passed) && outcomes.length > 0 ? 0 : 1);
