/** Connecting a folder to a centre by command: enrol, sign in, and exchange until all is there. */
import { hostname } from 'node:os';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';
import { TroubleError } from '../../../shared/result.ts';
import type { SyncStatus } from '../../../shared/rpc/contract-sync.ts';
import type { Io } from '../io.ts';
import { openStation, type CommandStation } from '../../services/sync/open-station.ts';
import { readPassword } from './read-password.ts';

export type ConnectArguments = {
  readonly url: string;
  readonly code: string;
  readonly login: string;
  readonly name: string;
  readonly authority: string | undefined;
};

const OPTIONS = { login: { type: 'string' }, name: { type: 'string' }, ca: { type: 'string' } } as const;
/** How often is looked whether all has been exchanged. */
const LOOK_MS = 200;

/** Null when they are not `URL CODE --login LOGIN [--name NAME] [--ca FILE]`. Throws what reading FILE throws. */
export function readConnectArguments(args: string[]): ConnectArguments | null {
  try {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
    const [url, code, ...more] = positionals;
    const { login, name = hostname(), ca } = values;
    if (url === undefined || code === undefined || login === undefined || more.length > 0) return null;
    return { url, code, login, name, authority: ca === undefined ? undefined : readFileSync(ca, 'utf8') };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true) return null;
    throw error;
  }
}

/** Connects and exchanges; answers the status at the end. Errors: those of `sync.connect`, `sync.signIn`, `sync.join`. */
export async function connect(asked: ConnectArguments, as: 'found' | 'join', io: Io): Promise<SyncStatus> {
  const password = await readPassword(`Password of ${asked.login}: `);
  if (password === null) throw new TroubleError('SIGN_IN_NEEDED');
  let station = await openStation(io.dataFolder);
  try {
    const { services } = station;
    const { url, code, name, login, authority } = asked;
    await services['sync.connect']({
      url,
      code,
      name,
      as,
      ...(authority === undefined ? {} : { authority }),
    });
    await services['sync.signIn']({ login, password });
    if (as === 'join') {
      await services['sync.join']({});
      await station.reopen;
      await station.close();
      station = await openStation(io.dataFolder);
    }
    return await exchange(station, io);
  } finally {
    await station.close();
  }
}

/** Exchanges until nothing is left, or somebody is needed; tells on stderr how far it is. */
export async function exchange({ services }: Pick<CommandStation, 'services'>, io: Io): Promise<SyncStatus> {
  let status = await services['sync.now']({});
  for (let told = ''; isUnderWay(status); status = await services['sync.status']({})) {
    const { activity } = status;
    const line = activity === null ? '' : `${activity.work} ${activity.done}/${activity.total ?? '?'}`;
    if (line !== told && line !== '') io.err(line);
    told = line;
    await wait(LOOK_MS);
  }
  return status;
}

function isUnderWay({ state, trouble, unsent, activity, lastComplete }: SyncStatus): boolean {
  if (trouble !== null || state === 'paused' || state === 'off' || state === 'stopped') return false;
  return activity !== null || unsent.ops > 0 || lastComplete === null;
}
