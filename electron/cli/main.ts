/**
 * The `qoima` command: the same services without a window. What a command prints for programs goes to stdout and
 * nothing else does; exit codes are the command's own, 2 for a call that is no command, 3 for a bug.
 */
import { useCompileCache } from '../services/compile-cache.ts';
import type { Io } from './io.ts';
import { chooseDataFolder } from '../services/data-folder.ts';

type Command = {
  readonly usage: string;
  readonly does: string;
  load(): Promise<{ run(args: string[], io: Io): Promise<number> }>;
};

/** Commands by their words. */
const COMMANDS: Readonly<Record<string, Command>> = {
  inspect: {
    usage: 'inspect FILE… [--json]',
    does: 'says of each file what it is, how many pages it has, and whether it can be taken in',
    load: () => import('./commands/inspect.ts'),
  },
  read: {
    usage: 'read FILE [--lang kaz+rus] [--page N] [--json]',
    does: 'recognises the text of a page, with the place of each word',
    load: () => import('./commands/read.ts'),
  },
  find: {
    usage: 'find QUERY [--certain | --uncertain] [--limit N] [--json]',
    does: 'lists the pages whose text holds what is asked for, by units; a query that begins with - goes behind --',
    load: () => import('./commands/find.ts'),
  },
  'export-text': {
    usage: 'export-text CODE|ID --format alto|pdf --to FOLDER [--json]',
    does: 'writes the text of a unit, document or page as ALTO 4 or as a PDF whose words can be found',
    load: () => import('./commands/export-text.ts'),
  },
  import: {
    usage: 'import PATH… [--into ID-OR-CODE] [--pattern PATTERN] [--unit ID-OR-CODE] [--dry-run] [--json]',
    does: 'takes files and folders into the archive; refused while another host holds the data folder',
    load: () => import('./commands/import.ts'),
  },
  sample: {
    usage: 'sample [--map]',
    does: 'makes the sample archive, or with --map a map of 200 megapixels beside it',
    load: () => import('./commands/sample.ts'),
  },
  bundle: {
    usage: 'bundle write|take|look FOLDER [--json]',
    does: 'puts work on a disk in place of the line, or takes it in from there',
    load: () => import('./commands/bundle.ts'),
  },
  'vault verify': {
    usage: 'vault verify [DIR] [--json]',
    does: 'checks an OCFL object or storage root; without DIR the vault of the data folder',
    load: () => import('./commands/vault-verify.ts'),
  },
  'vault audit': {
    usage: 'vault audit [--sample N | --all] [--budget 60s] [--json]',
    does: 'reads the scans again, those first that were not for longest; may run beside a host',
    load: () => import('./commands/vault-audit.ts'),
  },
  'vault repair': {
    usage: 'vault repair --from FOLDER [--json]',
    does: 'makes good what audits found damaged, out of a backup or any folder with the files',
    load: async () => {
      const { repair } = await import('./commands/vault-audit.ts');
      return { run: repair };
    },
  },
  'journal verify': {
    usage: 'journal verify [--json]',
    does: 'checks the chain of the journal and its state against its changes',
    load: () => import('./commands/journal-verify.ts'),
  },
  backup: {
    usage: 'backup TARGET [--verify] [--json]',
    does: 'copies what is new to a backup in TARGET and reads it again; may run beside a host',
    load: () => import('./commands/backup.ts'),
  },
  'backup rehearse': {
    usage: 'backup rehearse SOURCE [--json]',
    does: 'restores a backup to a temporary place, compares everything, and takes it away',
    load: async () => {
      const { rehearse } = await import('./commands/backup.ts');
      return { run: rehearse };
    },
  },
  restore: {
    usage: 'restore SOURCE NEWFOLDER [--partial] [--json]',
    does: 'makes a data folder of a backup, in a new place',
    load: () => import('./commands/restore.ts'),
  },
  move: {
    usage: 'move NEWFOLDER [--json]',
    does: 'moves the data to another disk or folder, verified; the old folder is kept',
    load: () => import('./commands/move.ts'),
  },
  join: {
    usage: 'join URL CODE --login LOGIN [--name NAME] [--ca FILE] [--json]',
    does: 'makes an empty data folder a station of an archive of the centre; the password is asked for, or read from the input',
    load: () => import('./commands/join.ts'),
  },
  'sync found': {
    usage: 'sync found URL CODE --login LOGIN [--name NAME] [--ca FILE] [--json]',
    does: 'founds this archive at the centre, or connects to it again',
    load: async () => {
      const { found } = await import('./commands/join.ts');
      return { run: found };
    },
  },
  sync: {
    usage: 'sync status|now|pause|resume|leave [--json]',
    does: 'how this folder stands with its centre, and exchanging by hand; refused while a host holds the data folder',
    load: () => import('./commands/sync.ts'),
  },
  diagnostics: {
    usage: 'diagnostics [--out FILE]',
    does: 'what helps to find a fault, without anything of the archive itself; may run beside a host',
    load: () => import('./commands/diagnostics.ts'),
  },
};

const HELP_WORDS = new Set(['help', '--help', '-h']);

useCompileCache();
// Whoever read the output has had enough of it.
process.stdout.on('error', () => process.exit());
process.exitCode = await main(process.argv.slice(2));
// What was printed must be out before the process ends, and a thread left behind must not keep it alive.
process.stdout.write('', () => process.exit());

async function main(all: readonly string[]): Promise<number> {
  const io: Io = {
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
    dataFolder: chooseDataFolder(all.includes('--') ? all.slice(0, all.indexOf('--')) : all),
  };
  const args = withoutDataOption(all);
  const [first] = args;
  if (first === undefined || HELP_WORDS.has(first)) {
    for (const line of help()) io.out(line);
    return first === undefined ? 2 : 0;
  }
  const words = [2, 1]
    .map((count) => args.slice(0, count).join(' '))
    .find((name) => Object.hasOwn(COMMANDS, name));
  const command = words === undefined ? undefined : COMMANDS[words];
  if (words === undefined || command === undefined) {
    io.err(`There is no command "${args.slice(0, 2).join(' ')}". See: qoima help`);
    return 2;
  }
  const rest = args.slice(words.split(' ').length);
  if (rest.includes('--help')) {
    io.out(`qoima ${command.usage}`);
    return 0;
  }
  try {
    const loaded = await command.load();
    return await loaded.run(rest, io);
  } catch (error) {
    io.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return 3;
  }
}

function help(): string[] {
  return [
    'qoima <command> [--data FOLDER]',
    '',
    ...Object.values(COMMANDS).map(({ usage, does }) => `  ${usage}\n      ${does}`),
    '  help\n      shows this',
    '',
    'The data folder is --data, else QOIMA_DATA, else the place that the system has for a user’s data.',
  ];
}

/** `--data` belongs to all commands; what follows `--` are names, whatever they look like. */
function withoutDataOption(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  const options = end === -1 ? [...args] : args.slice(0, end);
  const at = options.indexOf('--data');
  if (at !== -1) options.splice(at, 2);
  return [
    ...options.filter((argument) => !argument.startsWith('--data=')),
    ...(end === -1 ? [] : args.slice(end)),
  ];
}
