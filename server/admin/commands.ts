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

export const COMMANDS: Readonly<Record<string, Command>> = {
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
};

/** What `help` prints. */
export function helpText(): string[] {
  return [
    'npm run server -- [COMMAND] --data FOLDER',
    '',
    ...Object.values(COMMANDS).map(({ usage, does }) => `  ${usage}\n      ${does}`),
    '',
    'Without a command it serves. FOLDER may stand in QOIMA_SERVER_DATA instead.',
    'Commands for archives, people, devices, status and backup may run beside a serving server.',
  ];
}
