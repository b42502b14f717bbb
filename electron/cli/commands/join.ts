/**
 * `qoima join URL CODE --login LOGIN [--name NAME] [--ca FILE] [--json]`: makes an empty data folder a station of an archive of the
 * centre and fetches what it holds. Ends with 0 when all is here, 1 when the line was cut (it goes on by itself when Qoima runs), 2
 * when it could not be done: the folder is as it was.
 */
import { TroubleError } from '../../../shared/result.ts';
import type { Io } from '../io.ts';
import { connect, readConnectArguments } from '../sync/connect.ts';
import { explainSync, statusLines } from '../sync/explain-sync.ts';

/** Runs the command; see above for the exit codes. */
export async function run(args: string[], io: Io): Promise<number> {
  return connectAs('join', args, io);
}

/** `qoima sync found …`: founds the archive of this folder at the centre, with the same exit codes. */
export async function found(args: string[], io: Io): Promise<number> {
  return connectAs('found', args, io);
}

async function connectAs(as: 'found' | 'join', args: string[], io: Io): Promise<number> {
  const isJson = args.includes('--json');
  const asked = readConnectArguments(args.filter((argument) => argument !== '--json'));
  if (asked === null) {
    const words = as === 'join' ? 'join' : 'sync found';
    io.err(`Usage: qoima ${words} URL CODE --login LOGIN [--name NAME] [--ca FILE] [--data FOLDER] [--json]`);
    return 2;
  }
  try {
    const status = await connect(asked, as, io);
    if (isJson) io.out(JSON.stringify(status));
    else for (const line of statusLines(status)) io.out(line);
    return status.trouble === null ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    const { code, details = {} } = error;
    if (isJson) io.out(JSON.stringify({ ok: false, code, details }));
    io.err(explainSync(error, io.dataFolder));
    return 2;
  }
}
