/** Runs a command on the archive of a data folder: it is opened, worked on and closed, and trouble is told in words. */
import { TroubleError } from '../../../shared/result.ts';
import type { Emit } from '../../../shared/rpc/events.ts';
import type { Io } from '../io.ts';
import { openArchive, type OpenArchive } from './open-archive.ts';

type Told = {
  /** What the host would tell its windows. */
  readonly emit?: Emit;
  readonly explain: (error: TroubleError) => string;
};

/** Answers what `work` does, the command's exit code; 2 when there was trouble, which `explain` puts into words. */
export async function withArchive(
  io: Io,
  work: (archive: OpenArchive) => Promise<number>,
  { emit = () => undefined, explain }: Told,
): Promise<number> {
  try {
    const archive = await openArchive(io.dataFolder, emit);
    try {
      return await work(archive);
    } finally {
      await archive.close();
    }
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    io.err(explain(error));
    return 2;
  }
}
