/** Finds the command that is meant and runs it; what goes wrong is told in plain words. */
import path from 'node:path';
import { TroubleError } from '../../shared/result.ts';
import { COMMANDS, helpText } from './commands.ts';
import { explainTrouble } from './explain.ts';
import { DONE, REFUSED, type Io } from './io.ts';

const HELP_WORDS = new Set(['help', '--help', '-h']);
const SERVE = 'serve';
const BUG = 3;

/** Runs a command line; `folder` is where the data lies when it does not say so itself. Gives the exit code. */
export async function runCommand(
  all: readonly string[],
  terminal: Omit<Io, 'folder'>,
  usualFolder: string | undefined,
): Promise<number> {
  const { folder = usualFolder, args } = splitData(all);
  const io: Io = { ...terminal, folder: path.resolve(folder ?? '.') };
  if (HELP_WORDS.has(args[0] ?? '')) {
    for (const line of helpText()) io.out(line);
    return DONE;
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
    return DONE;
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

/** `--data FOLDER` belongs to all commands and may stand anywhere. */
function splitData(all: readonly string[]): { folder: string | undefined; args: string[] } {
  const args = [...all];
  const at = args.findIndex((argument) => argument === '--data' || argument.startsWith('--data='));
  if (at === -1) return { folder: undefined, args };
  const [argument = ''] = args.splice(at, 1);
  if (argument !== '--data') return { folder: argument.slice('--data='.length), args };
  return { folder: args.splice(at, 1)[0], args };
}
