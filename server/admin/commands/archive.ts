/** `archive add | list | rename | recovery`: the places for archives on this server. Beside a running server too. */
import { directoryPath, findPlace, prepareServerFolder, withDirectory } from '../server-folder.ts';
import { openDirectoryFile } from '../../store/directory-file.ts';
import { readArguments, readDays } from '../arguments.ts';
import { DONE, type Io } from '../io.ts';
import { printCode } from '../print-code.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const CODE_DAYS = 7;
const RECOVERY_DAYS = 30;

/** Makes a place, and the code that lets its first station in. */
export async function add(args: string[], io: Io): Promise<number> {
  const { words, values } = readArguments(args, { values: ['days'], words: [1, 1] });
  const days = readDays(values['days'], CODE_DAYS);
  prepareServerFolder(io.folder);
  openDirectoryFile(directoryPath(io.folder)).close();
  return withDirectory(io.folder, (admin) => {
    const place = admin.addArchive(words[0] ?? '');
    io.out(`Archive ${place.no}: ${place.name}`);
    io.out('It is empty until its first station founds it with its own history.');
    printCode(admin.makeCode(place.no, days), io);
    return DONE;
  });
}

/** Lists the archives. */
export async function list(args: string[], io: Io): Promise<number> {
  readArguments(args, { words: [0, 0] });
  return withDirectory(io.folder, (admin) => {
    for (const { no, id, name, foundedAt, recoveryUntil } of admin.archives()) {
      const since = foundedAt === null ? 'not founded yet' : `founded ${foundedAt.slice(0, 10)}, ${id}`;
      const recovery = isOpen(recoveryUntil) ? `; recovery open until ${recoveryUntil}` : '';
      io.out(`${no}  ${name}  (${since})${recovery}`);
    }
    return DONE;
  });
}

/** Gives an archive's place another name; its data does not change. */
export async function rename(args: string[], io: Io): Promise<number> {
  const { words } = readArguments(args, { words: [2, 2] });
  return withDirectory(io.folder, (admin) => {
    const place = findPlace(admin, words[0]);
    admin.renameArchive(place.no, words[1] ?? '');
    io.out(`Archive ${place.no} is now called ${words[1]}`);
    return DONE;
  });
}

/** For a log that is lost for good with all backups: it begins empty, and stations bring what they hold. */
export async function beginAnew(args: string[], io: Io): Promise<number> {
  const { words } = readArguments(args, { words: [1, 1] });
  return withDirectory(io.folder, (admin) => {
    const place = findPlace(admin, words[0]);
    const until = new Date(Date.now() + RECOVERY_DAYS * DAY_MS).toISOString();
    admin.beginAnew(place.no);
    admin.setRecovery(place.no, until);
    io.out(`${place.name}: where its log is missing it begins with an empty one.`);
    io.out(
      `Until ${until} stations bring what they hold, others’ work too. To end that: archive recovery --close`,
    );
    return DONE;
  });
}

/** Opens or closes the time in which stations may bring back what a restored server lacks. */
export async function recovery(args: string[], io: Io): Promise<number> {
  const { words, values, flags } = readArguments(args, {
    values: ['days'],
    flags: ['close'],
    words: [0, 1],
  });
  const days = readDays(values['days'], RECOVERY_DAYS);
  return withDirectory(io.folder, (admin) => {
    const place = findPlace(admin, words[0]);
    const until = flags.has('close') ? null : new Date(Date.now() + days * DAY_MS).toISOString();
    admin.setRecovery(place.no, until);
    io.out(
      until === null
        ? `${place.name}: stations bring only what its devices have signed.`
        : `${place.name}: until ${until} stations may bring back others' work that this server lacks.`,
    );
    return DONE;
  });
}

function isOpen(until: string | null): boolean {
  return until !== null && Date.parse(until) > Date.now();
}
