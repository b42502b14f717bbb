/**
 * `npm test`: every check, cheap ones first, each with its time. All run even when one fails, so that one look shows
 * the whole state; the exit code is 1 when any failed. `npm test -- unit e2e` runs only the named ones.
 */
import { spawnSync } from 'node:child_process';

type Check = { readonly name: string; readonly command: readonly string[] };

const CHECKS: readonly Check[] = [
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings', '--quiet'] },
  { name: 'types', command: ['node', 'build/check-types.ts'] },
  { name: 'unused', command: ['knip'] },
  { name: 'build', command: ['npm', 'run', '-s', 'build'] },
  { name: 'unit', command: ['vitest', 'run'] },
  { name: 'e2e', command: ['playwright', 'test'] },
  { name: 'electron', command: ['playwright', 'test', '-c', 'test/e2e-electron'] },
];

/** `require('electron')` outside Electron would try a download: any folder in its place prevents that. */
const ENVIRONMENT = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: 'test/fake-electron/no-binary' };

function run(check: Check): { name: string; passed: boolean; seconds: number } {
  console.log(`\n=== ${check.name}: ${check.command.join(' ')}`);
  const [program = '', ...args] = check.command;
  const began = Date.now();
  const { status } = spawnSync(program, args, { stdio: 'inherit', env: ENVIRONMENT });
  return { name: check.name, passed: status === 0, seconds: (Date.now() - began) / 1000 };
}

const wanted = process.argv.slice(2);
const results = CHECKS.filter((check) => wanted.length === 0 || wanted.includes(check.name)).map(run);

console.log('');
for (const { name, passed, seconds } of results) {
  console.log(`${passed ? 'passed' : 'FAILED'}  ${name.padEnd(8)} ${seconds.toFixed(1)} s`);
}
process.exit(results.every((result) => result.passed) && results.length > 0 ? 0 : 1);
