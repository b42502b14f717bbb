/**
 * `npm run quick-start`: runs the commands that the README gives for several machines, as they stand there, in a folder of its own, and
 * tells how long it took until there were a centre and its stations. Needs nothing but Node and npm: their set-up is part of it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = path.resolve(import.meta.dirname, '..');
const HEADING = '## Several machines';
const FIVE_MINUTES_MS = 5 * 60_000;

const folder = mkdtempSync(path.join(tmpdir(), 'qoima-quick-start-'));
/** What earlier commands printed: codes for stations, the password. */
const heard = { code: '', password: '' };
/** @type {import('node:child_process').ChildProcess | null} */
let server = null;

const began = Date.now();
try {
  for (const command of commandsOfReadme()) await run(command);
  const ms = Date.now() - began;
  console.log(`A centre and its stations after ${(ms / 1000).toFixed(0)} s.`);
  process.exitCode = ms < FIVE_MINUTES_MS ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  if (server !== null && server.exitCode === null) {
    const ended = once(server, 'exit');
    // npm does not pass signals on: the group is npm and what it started.
    process.kill(-Number(server.pid), 'SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
}

/** The lines of the first block under the heading; what stands behind wide space is for readers. */
function commandsOfReadme() {
  const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  const section = readme.slice(readme.indexOf(HEADING));
  const block = /```\n(?<lines>[^`]*)```/u.exec(section)?.groups?.['lines'] ?? '';
  const lines = block.split('\n').filter((line) => line.startsWith('npm run '));
  if (lines.length < 4) throw new Error(`the README has no commands under "${HEADING}"`);
  return lines.map((line) => line.split(/ {3,}/u)[0] ?? '');
}

/** @param {string} command */
async function run(command) {
  console.log(`> ${command}`);
  const args = [...command.matchAll(/"(?<quoted>[^"]*)"|(?<plain>\S+)/gu)]
    .map(({ groups }) => groups?.['quoted'] ?? groups?.['plain'] ?? '')
    .map((word) => (word === 'CODE' ? heard.code : word));
  const data = args.indexOf('--data') + 1;
  args[data] = path.join(folder, args[data] ?? '');
  const isServing = /server -- --data/u.test(command);
  const child = spawn(args[0] ?? '', args.slice(1), {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: isServing,
  });
  child.stdin.end(`${heard.password}\n`);
  if (isServing) server = child;
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    console.log(`  ${line}`);
    heard.code = /: (?<code>[0-9A-Z]{5}(?:-[0-9A-Z]{5})+)$/u.exec(line)?.groups?.['code'] ?? heard.code;
    heard.password = /assword[^:]*: (?<password>\S+)$/u.exec(line)?.groups?.['password'] ?? heard.password;
    if (isServing && line.includes('http')) {
      child.stdout.resume();
      return;
    }
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`ended with ${code}: ${command}`);
}
