/** The commands of the server by their words. */
import type { Io } from './io.ts';

export type Command = {
  readonly usage: string;
  readonly does: string;
  load(): Promise<(args: string[], io: Io) => Promise<number>>;
};

const archive = () => import('./commands/archive.ts');
const people = () => import('./commands/people.ts');
const device = () => import('./commands/device.ts');
const backup = () => import('./commands/backup.ts');

export const COMMANDS: Readonly<Record<string, Command>> = {
  serve: {
    usage: 'serve [--host HOST] [--port PORT] [--cert FILE --key FILE] [--behind-proxy]',
    does: 'serves until it is told to stop; with a certificate over TLS, behind a proxy it believes its address of the caller',
    load: async () => (await import('./commands/serve.ts')).serve,
  },
  status: {
    usage: 'status [--json]',
    does: 'how the archives and stations stand: entries, backups, last contact, what is not sent yet',
    load: async () => (await import('./commands/status.ts')).status,
  },
  'archive add': {
    usage: 'archive add NAME [--days N]',
    does: 'makes a place for an archive and the code that lets its first station in',
    load: async () => (await archive()).add,
  },
  'archive list': {
    usage: 'archive list',
    does: 'lists the archives; commands name one by its number, its name or its id',
    load: async () => (await archive()).list,
  },
  'archive rename': {
    usage: 'archive rename ARCHIVE NAME',
    does: 'gives an archive’s place another name',
    load: async () => (await archive()).rename,
  },
  'archive recovery': {
    usage: 'archive recovery [ARCHIVE] [--days N | --close]',
    does: 'after a restore: for so long stations may bring back others’ work that this server lacks',
    load: async () => (await archive()).recovery,
  },
  'archive begin-anew': {
    usage: 'archive begin-anew ARCHIVE',
    does: 'for a log that is lost with all backups: it begins empty, and stations bring what they hold',
    load: async () => (await archive()).beginAnew,
  },
  'people add': {
    usage: 'people add LOGIN [--name NAME] [--archive ARCHIVE] [--admin] [--ask | --stdin]',
    does: 'makes an account; its password is asked for, read from the input, or made and printed once',
    load: async () => (await people()).add,
  },
  'people list': {
    usage: 'people list',
    does: 'lists the accounts',
    load: async () => (await people()).list,
  },
  'people password': {
    usage: 'people password LOGIN [--ask | --stdin]',
    does: 'gives a person a new password; all their sign-ins end',
    load: async () => (await people()).password,
  },
  'people close': {
    usage: 'people close LOGIN',
    does: 'nobody signs in with this account any more; what it wrote stays',
    load: async () => (await people()).close,
  },
  'people open': {
    usage: 'people open LOGIN',
    does: 'a closed account is good again',
    load: async () => (await people()).open,
  },
  'people join': {
    usage: 'people join LOGIN [ARCHIVE]',
    does: 'lets a person into a further archive',
    load: async () => (await people()).join,
  },
  'people leave': {
    usage: 'people leave LOGIN [ARCHIVE]',
    does: 'takes a person out of an archive; what they wrote stays',
    load: async () => (await people()).leave,
  },
  'device code': {
    usage: 'device code [ARCHIVE] [--days N]',
    does: 'makes a code that lets one station in; it is printed once',
    load: async () => (await device()).code,
  },
  'device list': {
    usage: 'device list [ARCHIVE]',
    does: 'lists the stations: last contact, and what they have not sent yet',
    load: async () => (await device()).list,
  },
  'device revoke': {
    usage: 'device revoke ID|NAME',
    does: 'shuts a station out at once',
    load: async () => (await device()).revoke,
  },
  backup: {
    usage: 'backup TARGET [--archive ARCHIVE] [--verify] [--json]',
    does: 'copies what is new to a backup in TARGET and reads it again; --verify reads everything that lies there too',
    load: async () => (await backup()).backup,
  },
  'backup plan': {
    usage: 'backup plan [TARGET] [--hour 0…23] [--off]',
    does: 'a serving server makes a backup to TARGET each day; without TARGET it tells the plan',
    load: async () => (await backup()).plan,
  },
  restore: {
    usage: 'restore SOURCE [--archive ARCHIVE] [--partial] [--recovery-days N | --no-recovery] [--json]',
    does: 'makes the new, empty folder of --data a server’s from a backup; stations then send again what it lacks',
    load: async () => (await backup()).restore,
  },
  bundle: {
    usage: 'bundle FOLDER [--receipt TARGET]',
    does: 'takes in the disk of a station, the server being stopped, and writes a receipt to carry back',
    load: async () => (await import('./commands/bundle.ts')).bundle,
  },
  rebuild: {
    usage: 'rebuild [ARCHIVE] [--verify]',
    does: 'makes the records anew from the changes, the server being stopped; --verify only compares, beside it',
    load: async () => (await import('./commands/rebuild.ts')).rebuild,
  },
  scrub: {
    usage: 'scrub [ARCHIVE]',
    does: 'reads all files again, the server being stopped; a serving one does it by itself within half a year',
    load: async () => (await import('./commands/scrub.ts')).scrub,
  },
};

/** What `help` prints. */
export function helpText(): string[] {
  return [
    'npm run server -- [COMMAND] --data FOLDER',
    '',
    ...Object.values(COMMANDS).map(({ usage, does }) => `  ${usage}\n      ${does}`),
    '',
    'Without a command it serves. FOLDER may stand in QOIMA_SERVER_DATA instead.',
    'All but restore, bundle, rebuild and scrub may run beside a serving server.',
  ];
}
