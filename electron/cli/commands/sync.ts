/**
 * `qoima sync status|now|pause|resume|leave [--json]`: how this folder stands with its centre, and
 * exchanging by hand. They hold the data folder; a host that runs on it does all this by itself. Exit codes: 0 all is exchanged, 1 not
 * yet, and why, 2 when it could not be done.
 */
import { TroubleError } from '../../../shared/result.ts';
import type { SyncStatus } from '../../../shared/rpc/contract-sync.ts';
import type { Io } from '../io.ts';
import { exchange } from '../sync/connect.ts';
import { explainSync, statusLines } from '../sync/explain-sync.ts';
import { openStation, type CommandStation } from '../../services/sync/open-station.ts';

type Act = (station: CommandStation, io: Io, flags: ReadonlySet<string>) => Promise<SyncStatus>;

const ACTS: Readonly<Record<string, Act>> = {
  status: ({ services }) => services['sync.status']({}),
  now: (station, io) => exchange(station, io),
  pause: ({ services }) => services['sync.pause']({ pause: { until: null } }),
  resume: ({ services }) => services['sync.pause']({ pause: null }),
  async leave({ services }, _io, flags) {
    await services['sync.leave']({ anyway: flags.has('--anyway') });
    return services['sync.status']({});
  },
};

const USAGE = `Usage: qoima sync ${Object.keys(ACTS).join('|')} [--json] [--data FOLDER]
       qoima sync found URL CODE --login LOGIN [--name NAME] [--ca FILE]`;

/** Runs the command; see above for the exit codes. */
export async function run(args: string[], io: Io): Promise<number> {
  const [word = '', ...rest] = args;
  const act = Object.hasOwn(ACTS, word) ? ACTS[word] : undefined;
  const flags = new Set(rest);
  if (act === undefined || rest.some((flag) => flag !== '--json' && flag !== '--anyway')) {
    io.err(USAGE);
    return 2;
  }
  try {
    const status = await withStation(io, (station) => act(station, io, flags));
    if (flags.has('--json')) io.out(JSON.stringify(status));
    else for (const line of statusLines(status)) io.out(line);
    const isDone = status.trouble === null && status.unsent.ops === 0;
    return word === 'now' && !isDone ? 1 : 0;
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    const { code, details = {} } = error;
    if (flags.has('--json')) io.out(JSON.stringify({ ok: false, code, details }));
    io.err(explainSync(error, io.dataFolder));
    return 2;
  }
}

async function withStation<T>(io: Io, use: (station: CommandStation) => Promise<T>): Promise<T> {
  const station = await openStation(io.dataFolder);
  try {
    return await use(station);
  } finally {
    await station.close();
  }
}
