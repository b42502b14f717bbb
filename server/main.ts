/**
 * The central server: `node server/main.ts [COMMAND] [--data FOLDER]`. Without a command it serves. Exit codes: 0 done, 1 done
 * and something is not in order, 2 refused with nothing changed, 3 a bug.
 */
import path from 'node:path';
import { TroubleError } from '../shared/result.ts';
import { COMMANDS, helpText } from './admin/commands.ts';
import { useCompileCache } from './admin/compile-cache.ts';
import { explainTrouble } from './admin/explain.ts';
import { REFUSED, type Io } from './admin/io.ts';
import { askHidden, readLine } from './admin/terminal.ts';

const HELP_WORDS = new Set(['help', '--help', '-h']);
const SERVE = 'serve';
const BUG = 3;

useCompileCache();
// Whoever read the output has had enough of it.
process.stdout.on('error', () => process.exit());
process.exitCode = await main(process.argv.slice(2));
// What was printed must be out before the process ends, and a thread left behind must not keep it alive.
process.stdout.write('', () => process.exit());

async function main(all: readonly string[]): Promise<number> {
  const { folder, args } = splitData(all);
  const io: Io = {
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
    folder: path.resolve(folder ?? '.'),
    readLine,
    askHidden,
  };
  if (HELP_WORDS.has(args[0] ?? '')) {
    for (const line of helpText()) io.out(line);
    return 0;
  }
  const name = [2, 1].map((n) => args.slice(0, n).join(' ')).find((words) => Object.hasOwn(COMMANDS, words));
  const isServe = args[0] === undefined || args[0].startsWith('-');
  const command = COMMANDS[name ?? (isServe ? SERVE : '')];
  if (command === undefined) {
    io.err(`There is no command "${args.slice(0, 2).join(' ')}". See: npm run server -- help`);
    return REFUSED;
  }
  const rest = args.slice(name === undefined ? 0 : name.split(' ').length);
  if (rest.includes('--help')) {
    io.out(`npm run server -- ${command.usage}`);
    io.out(command.does);
    return 0;
  }
  try {
    if (folder === undefined) throw new TroubleError('NO_FOLDER');
    const run = await command.load();
    return await run(rest, io);
  } catch (error) {
    return tell(error, command.usage, io);
  }
}

function tell(error: unknown, usage: string, io: Io): number {
  if (!(error instanceof TroubleError)) {
    io.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return BUG;
  }
  if (error.code !== 'USAGE') {
    io.err(explainTrouble(error));
    return REFUSED;
  }
  const what = error.details?.['what'];
  if (typeof what === 'string' && what !== '') io.err(what);
  io.err(`Usage: npm run server -- ${usage}`);
  return REFUSED;
}

/** `--data FOLDER` belongs to all commands and may stand anywhere; else the environment says where. */
function splitData(all: readonly string[]): { folder: string | undefined; args: string[] } {
  const args = [...all];
  const at = args.findIndex((argument) => argument === '--data' || argument.startsWith('--data='));
  if (at === -1) return { folder: process.env['QOIMA_SERVER_DATA'], args };
  const [argument = ''] = args.splice(at, 1);
  if (argument !== '--data') return { folder: argument.slice('--data='.length), args };
  return { folder: args.splice(at, 1)[0], args };
}
