/**
 * `qoima sample [--map]`: makes the sample archive in the data folder, or the map of 200 megapixels beside it. Opened
 * again it makes only what is missing. Ends with 0, or with 2 when it could not.
 */
import { startForked } from '../../../node/calls/child.ts';
import { TroubleError } from '../../../shared/result.ts';
import { openArchive } from '../import/open-archive.ts';
import { createSample, type Sample } from '../../services/sample/sample.ts';
import { sourceModules } from '../../services/modules.ts';
import type { Io } from '../io.ts';
import { progressTo } from '../progress-to.ts';

/** Runs the command; see above for the exit codes. */
export async function run(args: string[], io: Io): Promise<number> {
  if (args.some((argument) => argument !== '--map')) {
    io.err('Usage: qoima sample [--map] [--data FOLDER]');
    return 2;
  }
  try {
    return await makeSample(args.includes('--map'), io);
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    io.err(
      error.code === 'DATA_FOLDER_IN_USE'
        ? `Qoima is running and holds the data folder ${io.dataFolder}. Open the sample from its window, or close it first.`
        : `The sample archive could not be made: ${error.code}.`,
    );
    return 2;
  }
}

async function makeSample(withMap: boolean, io: Io): Promise<number> {
  let sample: Sample | undefined;
  const archive = await openArchive(io.dataFolder, progressTo(io), (journal) => {
    sample = createSample({
      folder: io.dataFolder,
      journal,
      startChild: startForked,
      sampleChild: sourceModules().sampleChild,
      writer: 'cli',
    });
    return sample.kinds;
  });
  try {
    if (sample === undefined) throw new Error('the archive was opened without its jobs');
    sample.attach(archive.ingest);
    const { job } = await sample.services[withMap ? 'sample.map' : 'sample.open']({});
    await archive.ingest.idle();
    const { state, code } = archive.ingest.queue.list().find(({ id }) => id === job) ?? {};
    if (state !== 'done') throw new TroubleError(code ?? 'CANCELLED');
    const { live } = await sample.services['sample.state']({});
    io.out(`The sample archive is there: ${live} records and their scans.`);
    return 0;
  } finally {
    await archive.close();
    sample?.close();
  }
}
