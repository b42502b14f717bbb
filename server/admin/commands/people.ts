/** `people add | list | password | close | open | join | leave`: who may sign in. Beside a running server too. */
import { TroubleError } from '../../../shared/result.ts';
import { readArguments } from '../arguments.ts';
import { DONE, type Io } from '../io.ts';
import { choosePassword, PASSWORD_FLAGS } from '../passwords.ts';
import { findPerson, findPlace, withDirectory } from '../server-folder.ts';

/** Makes an account and lets it into an archive. */
export async function add(args: string[], io: Io): Promise<number> {
  const given = readArguments(args, {
    values: ['name', 'archive'],
    flags: ['admin', ...PASSWORD_FLAGS],
    words: [1, 1],
  });
  const login = given.words[0] ?? '';
  return withDirectory(io.folder, async (admin) => {
    const place = findPlace(admin, given.values['archive']);
    if (admin.personByLogin(login) !== null) throw new TroubleError('LOGIN_TAKEN', { login });
    const { password, isMade } = await choosePassword(given, io);
    const name = given.values['name'] ?? login;
    const made = await admin.addPerson({ login, name, password, admin: given.flags.has('admin') });
    if (!made.ok) throw new TroubleError(made.code, made.details);
    admin.join(place.no, made.value.id);
    io.out(`${made.value.login} (${name}) may sign in to archive ${place.no}: ${place.name}`);
    if (isMade) printPassword(password, io);
    return DONE;
  });
}

/** Lists the accounts. */
export async function list(args: string[], io: Io): Promise<number> {
  readArguments(args, { words: [0, 0] });
  return withDirectory(io.folder, (admin) => {
    for (const { id, login, name, admin: isAdmin, closedAt } of admin.allPeople()) {
      const marks = [
        ...(isAdmin ? ['sees the status page'] : []),
        ...(closedAt === null ? [] : [`CLOSED ${closedAt.slice(0, 10)}`]),
      ];
      const archives = admin.archivesOf(id).join(', ');
      io.out(`${login}  ${name}  archives: ${archives}${marks.map((mark) => `; ${mark}`).join('')}`);
    }
    return DONE;
  });
}

/** Gives a person a new password; all their sign-ins end. */
export async function password(args: string[], io: Io): Promise<number> {
  const given = readArguments(args, { flags: PASSWORD_FLAGS, words: [1, 1] });
  return withDirectory(io.folder, async (admin) => {
    const person = findPerson(admin, given.words[0] ?? '');
    const chosen = await choosePassword(given, io);
    await admin.setPassword(person.id, chosen.password);
    io.out(`${person.login} has a new password; all stations ask for it.`);
    if (chosen.isMade) printPassword(chosen.password, io);
    return DONE;
  });
}

/** Nobody signs in with this account any more; what they wrote stays. */
export function close(args: string[], io: Io): Promise<number> {
  return setClosed(args, true, io);
}

/** The account is good again. */
export function open(args: string[], io: Io): Promise<number> {
  return setClosed(args, false, io);
}

/** Lets a person into a further archive. */
export function join(args: string[], io: Io): Promise<number> {
  return setMember(args, true, io);
}

/** Takes a person out of an archive; what they wrote stays. */
export function leave(args: string[], io: Io): Promise<number> {
  return setMember(args, false, io);
}

async function setClosed(args: string[], isClosed: boolean, io: Io): Promise<number> {
  const { words } = readArguments(args, { words: [1, 1] });
  return withDirectory(io.folder, (admin) => {
    const person = findPerson(admin, words[0] ?? '');
    admin.setClosed(person.id, isClosed);
    io.out(
      isClosed
        ? `${person.login} cannot sign in any more. What arrives later in this name is set aside for a decision.`
        : `${person.login} may sign in again.`,
    );
    return DONE;
  });
}

async function setMember(args: string[], isIn: boolean, io: Io): Promise<number> {
  const { words } = readArguments(args, { words: [1, 2] });
  return withDirectory(io.folder, (admin) => {
    const person = findPerson(admin, words[0] ?? '');
    const place = findPlace(admin, words[1]);
    if (isIn) admin.join(place.no, person.id);
    else admin.leave(place.no, person.id);
    io.out(`${person.login} ${isIn ? 'may sign in to' : 'is out of'} archive ${place.no}: ${place.name}`);
    return DONE;
  });
}

function printPassword(text: string, io: Io): void {
  io.out(`Password: ${text}`);
  io.err('It is shown only now. Another one: people password LOGIN');
}
