/**
 * `qoima import PATH… [--into ID-OR-CODE] [--json]`: takes files and folders in and reports on every one of them. Progress
 * goes to stderr. Ends with 0 when everything was stored or known, 1 when something was refused, 2 when it could not run.
 *
 * With `--pattern P` or `--unit CODE` the files become leaves of units: P reads codes and leaves out of their names (`auto`:
 * guessed from them); what names do not say comes from the unit or inventory CODE. `--dry-run` only tells what would be done.
 */
import path from 'node:path';
import { TroubleError } from '../../../shared/result.ts';
import {
  MAX_FILES_PER_CALL,
  type FileOutcome,
  type ImportReport,
} from '../../../shared/rpc/contract-import.ts';
import { atMost } from '../../services/ingest/at-most.ts';
import { dryRunLines, dryRunReport, planFiles, type BoundFiles } from '../import/bind-files.ts';
import { askRoom } from '../import/ask-room.ts';
import { findRecord } from '../import/find-record.ts';
import { listFiles, type ListedFile } from '../import/list-files.ts';
import type { OpenArchive } from '../import/open-archive.ts';
import { withArchive } from '../import/with-archive.ts';
import { readImportArguments, type ImportArguments } from '../import/read-arguments.ts';
import type { Io } from '../io.ts';
import { progressTo } from '../progress-to.ts';

const USAGE = `Usage: qoima import PATH… [--into ID-OR-CODE] [--data FOLDER] [--json]
       qoima import PATH… [--pattern PATTERN|auto] [--unit ID-OR-CODE] [--first-leaf LEAF [--sides]] [--count-on]
                    [--make-units] [--replace] [--dry-run] [--data FOLDER] [--json]`;
/** While one file waits for the disk, the next ones are read. */
const FILES_TOGETHER = 4;
const FILES_PER_REPORT = 5000;
const SOURCE_CHARACTERS = 1000;

/** Runs the command; see above for the exit codes. */
export async function run(args: string[], io: Io): Promise<number> {
  const asked = readImportArguments(args);
  if (asked === null) {
    io.err(USAGE);
    return 2;
  }
  return withArchive(io, (archive) => importInto(archive, asked, io), {
    emit: progressTo(io),
    explain: (error) => explain(error, io.dataFolder),
  });
}

async function importInto(
  archive: OpenArchive,
  { paths, into, json, binding }: ImportArguments,
  io: Io,
): Promise<number> {
  const { services } = archive.ingest;
  let parent: string | null = null;
  if (into !== null) {
    const found = await findRecord(archive.journal, into);
    if (!found.ok) throw new TroubleError(found.code, { into });
    parent = found.value;
  }
  const { files, skippedLinks } = listFiles(paths);
  for (const link of skippedLinks) io.err(`Symbolic link, not followed: ${link}`);
  await askRoom(io, files);

  const bound =
    binding === null
      ? null
      : await planFiles(
          archive,
          files.map((file) => file.path),
          binding,
        );
  if (bound !== null && binding?.isDryRun === true) {
    if (json) io.out(JSON.stringify(dryRunReport(bound), null, 1));
    else for (const line of dryRunLines(bound)) io.out(line);
    const { seen, bound: count } = bound.run.sum;
    return count === seen ? 0 : 1;
  }

  const source = paths.map((one) => path.basename(path.resolve(one))).join(', ');
  const { import: id } = await services['import.begin']({
    source: source.slice(0, SOURCE_CHARACTERS),
    parent,
  });
  const stop = () => void services['import.cancel']({ import: id }).catch(() => undefined);
  process.once('SIGINT', stop);
  try {
    await send(archive, id, files, bound, io);
    await services['import.finish']({ import: id });
    await archive.ingest.idle();
  } finally {
    process.off('SIGINT', stop);
  }
  const { report, outcomes } = await readReport(archive, id);
  if (json) io.out(JSON.stringify({ ...report, files: outcomes }, null, 1));
  else print(report, outcomes, io);
  return report.refused > 0 || report.state !== 'done' ? 1 : 0;
}

/** Announces everything first, so that what comes later than a kill still stands in the report. */
async function send(
  { ingest }: OpenArchive,
  id: string,
  files: readonly ListedFile[],
  bound: BoundFiles | null,
  io: Io,
): Promise<void> {
  const sources: { no: number; source: string }[] = [];
  for (let from = 0; from < files.length; from += MAX_FILES_PER_CALL) {
    const some = files.slice(from, from + MAX_FILES_PER_CALL);
    const { first } = await ingest.services['import.expect']({
      import: id,
      files: some.map(({ path, size }, index) => ({ path, size, ...bound?.of(from + index) })),
    });
    for (const [index, { source }] of some.entries()) {
      const place = bound?.of(from + index);
      if (place === undefined || 'bound' in place) sources.push({ no: first + index, source });
    }
  }
  await atMost(FILES_TOGETHER, sources, async ({ no, source }) => {
    const taken = await ingest.takePath(id, no, source);
    // The report only says that it never arrived, for example of a file that grew while it was read.
    if (!taken.ok) io.err(`${source}: ${taken.code}`);
  });
}

async function readReport(
  { ingest }: OpenArchive,
  id: string,
): Promise<{ report: ImportReport; outcomes: FileOutcome[] }> {
  const outcomes: FileOutcome[] = [];
  for (;;) {
    const { report, files } = await ingest.services['import.report']({
      import: id,
      after: outcomes.at(-1)?.no ?? -1,
      limit: FILES_PER_REPORT,
    });
    if (files.length === 0) return { report, outcomes };
    outcomes.push(...files);
  }
}

function print(report: ImportReport, outcomes: readonly FileOutcome[], io: Io): void {
  for (const { path, state, code, warnings, document } of outcomes) {
    if (state === 'refused') io.out(`refused\t${path}\t${code ?? ''}`);
    else if (state === 'known') io.out(`known\t${path}\talready in document ${document ?? '?'}`);
    else if (warnings.length > 0) io.out(`${state}\t${path}\t${warnings.join(', ')}`);
  }
  for (const [unit, count] of perUnit(outcomes)) {
    const { seen, stored, known, refused } = count;
    io.out(`unit\t${unit}\tSeen ${seen} = stored ${stored} + known ${known} + refused ${refused}`);
  }
  io.out(
    `Seen ${report.seen} = stored ${report.stored} + known ${report.known} + refused ${report.refused} + open ${report.open} (${report.state})`,
  );
}

type UnitCount = Record<'seen' | 'stored' | 'known' | 'refused', number>;

/** The sums of each unit that leaves were bound to. */
function perUnit(outcomes: readonly FileOutcome[]): Map<string, UnitCount> {
  const units = new Map<string, UnitCount>();
  for (const { bound, state } of outcomes) {
    if (bound === undefined) continue;
    const count = units.get(bound.unit) ?? { seen: 0, stored: 0, known: 0, refused: 0 };
    count.seen += 1;
    if (state === 'stored' || state === 'known' || state === 'refused') count[state] += 1;
    units.set(bound.unit, count);
  }
  return units;
}

function explain({ code, details }: TroubleError, dataFolder: string): string {
  const into = String(details?.['into'] ?? '');
  const address = details?.['address'];
  const where = typeof address === 'string' ? ` at ${address}` : '';
  const texts: Readonly<Record<string, string>> = {
    DATA_FOLDER_IN_USE: `Qoima is running${where} and holds the data folder ${dataFolder}. Import from its window, or close it first.`,
    DATA_FOLDER_UNUSABLE: `The data folder ${dataFolder} cannot be written (${String(details?.['reason'] ?? code)}).`,
    DISK_WILL_NOT_FIT: `The import needs about ${String(details?.['needs'])} GB, and ${String(details?.['free'])} GB are free. It was not begun.`,
    NO_SUCH_RECORD: `There is no unit ${into}.`,
    BAD_CODE: `${into} is neither a record's id nor the reference code of a unit.`,
    AMBIGUOUS: `More than one unit has the code ${into}; name it by its id.`,
    BAD_PARENT: 'Documents go into a unit or a volume.',
    NO_PATTERN: 'No pattern fits most of these names; give one with --pattern.',
    PATTERN_EMPTY: 'The pattern names neither a number nor a leaf.',
    PATTERN_UNKNOWN:
      'The pattern has a word in braces that is none: fonds, inventory, unit, leaf, side, page, any.',
    PATTERN_TWICE: 'The pattern names something twice.',
    PATTERN_RUNS_TOGETHER: 'Two words in braces need something between them, or a width: {unit:5}{leaf}.',
    PATTERN_BROKEN: 'The braces of the pattern do not close, or a width is wrong.',
  };
  return texts[code] ?? `The import could not run: ${code}.`;
}
