/**
 * `qoima bundle write|take|look FOLDER [--json]`: a disk in place of the line. `write` puts what the centre may lack into a new folder
 * below FOLDER, `take` takes a bundle in, `look` tells which lie there. Ends with 0 when all was done, 1 when something was
 * damaged or left out (it is named), 2 when it could not be done.
 */
import { resolve } from 'node:path';
import { untilInterrupted } from '../../../node/calls/until-interrupted.ts';
import { TroubleError } from '../../../shared/result.ts';
import { openBundles, type CommandBundles } from '../bundle/open-bundles.ts';
import { progressLine } from '../backup/progress-line.ts';
import type { Io } from '../io.ts';

const ACTS = ['write', 'take', 'look'] as const;
type Act = (typeof ACTS)[number];
const USAGE = `Usage: qoima bundle ${ACTS.join('|')} FOLDER [--data FOLDER] [--json]`;

const TEXTS: Readonly<Record<string, string>> = {
  DATA_FOLDER_IN_USE: 'Qoima is running on this folder. Use its window, or close it first.',
  BUNDLE_NO_CENTRE: 'This station was never connected to a centre, so nobody could open its disk.',
  BUNDLE_INSIDE_DATA: 'The folder lies in the data folder itself.',
  BUNDLE_NO_ROOM:
    'There is not enough room on the disk. What was written stays, and the same command goes on.',
  BUNDLE_FILES_LEFT: 'The bundle is whole, but these files are damaged here and not in it:',
  BUNDLE_DAMAGED: 'The disk gave back other bytes than were written. Try another one.',
  BUNDLE_FOREIGN: 'The bundle is of another archive. Nothing was changed.',
  BUNDLE_NEWER: 'The bundle was written by a newer Qoima. Nothing was changed.',
  BUNDLE_KEY_UNKNOWN:
    'The bundle is encrypted with a key that this station does not know yet. Connect it once.',
  NOT_A_BUNDLE: 'There is no bundle in this folder.',
  BUNDLE_FOLDER_MISSING: 'There is no such folder. Is the disk plugged in?',
};

/** Runs the command; see above for the exit codes. */
export async function run(args: string[], io: Io): Promise<number> {
  const isJson = args.includes('--json');
  const [word, path, ...more] = args.filter((argument) => argument !== '--json');
  const act = ACTS.find((each) => each === word);
  if (act === undefined || path === undefined || more.length > 0) {
    io.err(USAGE);
    return 2;
  }
  try {
    return await untilInterrupted(async (stop) => {
      const bundles = await openBundles(io.dataFolder, stop, progressLine(io));
      try {
        return await perform(act, resolve(path), bundles, isJson, io);
      } finally {
        await bundles.close();
      }
    });
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    const { code, details = {} } = error;
    if (isJson) io.out(JSON.stringify({ ok: false, code, details }));
    io.err(TEXTS[code] ?? `It could not be done: ${code} ${JSON.stringify(details)}`);
    return 2;
  }
}

async function perform(
  act: Act,
  folder: string,
  bundles: CommandBundles,
  isJson: boolean,
  io: Io,
): Promise<number> {
  if (act === 'look') {
    const looked = await bundles.look({ folder });
    if (isJson) io.out(JSON.stringify(looked));
    else for (const each of looked.bundles) io.out(lineOf(each));
    return looked.bundles.every(({ trouble }) => trouble === null) ? 0 : 1;
  }
  const done = await bundles[act](folder);
  if (done === null) {
    io.err('Cancelled. What was done stays, and the same command goes on.');
    return 2;
  }
  const { numbers, failures } = done;
  if (isJson) io.out(JSON.stringify({ ok: true, ...numbers, failures }));
  else {
    io.out(
      Object.entries(numbers)
        .map(([name, count]) => `${count} ${name}`)
        .join(', '),
    );
    for (const { name, code } of failures) io.out(`${code} ${name}`);
  }
  return failures.length > 0 ? 1 : 0;
}

function lineOf({
  folder,
  facts,
  trouble,
}: Awaited<ReturnType<CommandBundles['look']>>['bundles'][number]): string {
  if (facts === null) return `${folder}: ${TEXTS[trouble ?? ''] ?? trouble ?? ''}`;
  const { kind, from, created, isWhole, isSigned, files } = facts;
  const marks = [isWhole ? 'whole' : 'CUT OFF', isSigned ? 'signed' : 'NOT SIGNED'].join(', ');
  return `${folder}: ${kind} of ${from === '' ? 'an unknown station' : from}, ${created}, ${files} files, ${marks}`;
}
