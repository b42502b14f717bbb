/**
 * `qoima export-text CODE|ID --format alto|pdf --to FOLDER [--json]`: the text of a unit, document or page as files. Progress
 * goes to stderr. Ends with 0 when every page is in, 1 when some are not as they should be, 2 when it could not run.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { untilInterrupted } from '../../../node/calls/until-interrupted.ts';
import { startForked } from '../../../node/calls/child.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { ExportFormat } from '../../services/text-export/write-export.ts';
import { createTextExport } from '../../services/text-export/text-export.ts';
import { createTextMaker } from '../../services/text-export/text-maker.ts';
import { sourceModules } from '../../services/modules.ts';
import { findRecord } from '../import/find-record.ts';
import type { OpenArchive } from '../import/open-archive.ts';
import { withArchive } from '../import/with-archive.ts';
import type { Io } from '../io.ts';

const USAGE = 'Usage: qoima export-text CODE|ID --format alto|pdf --to FOLDER [--data FOLDER] [--json]';

/** Runs the command; see above for the exit codes. */
export async function run(args: string[], io: Io): Promise<number> {
  const asked = readArguments(args);
  if (asked === null) {
    io.err(USAGE);
    return 2;
  }
  return withArchive(io, (archive) => exportFrom(archive, asked, io), {
    explain: (error) => explain(error, asked, io.dataFolder),
  });
}

async function exportFrom(archive: OpenArchive, asked: Asked, io: Io): Promise<number> {
  const { journal, vault, ingest } = archive;
  const found = await findRecord(journal, asked.what);
  if (!found.ok) throw new TroubleError(found.code);
  const maker = createTextMaker({ startChild: startForked, module: sourceModules().exportChild });
  const troubles: { page: string; code: string }[] = [];
  try {
    const exports = createTextExport({ folder: asked.to, dataFolder: io.dataFolder, journal, vault, maker });
    exports.attach(ingest);
    const written = await untilInterrupted((signal) =>
      exports.exportTo(found.value, asked.format, asked.to, {
        signal,
        onPage: (done) => {
          if (process.stderr.isTTY) process.stderr.write(`\r${done} pages`);
        },
        onTrouble: async ({ page, code }) => {
          troubles.push({ page: page.name, code });
          io.err(`${page.name}: ${code}`);
        },
      }),
    );
    if (asked.json) io.out(JSON.stringify({ ...written, troubles }, null, 1));
    else io.out(`${written.path}: ${written.pages} pages, ${written.withText} with text.`);
    return troubles.length > 0 ? 1 : 0;
  } finally {
    maker.close();
  }
}

type Asked = { what: string; format: ExportFormat; to: string; json: boolean };

function readArguments(args: string[]): Asked | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        to: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const [what, ...more] = positionals;
    const { format, to } = values;
    if (what === undefined || more.length > 0 || to === undefined || to === '') return null;
    if (format !== 'alto' && format !== 'pdf') return null;
    return { what, format, to: path.resolve(to), json: values.json };
  } catch {
    return null;
  }
}

function explain({ code, details }: TroubleError, { what }: Asked, dataFolder: string): string {
  const texts: Readonly<Record<string, string>> = {
    DATA_FOLDER_IN_USE: `Qoima is running and holds the data folder ${dataFolder}. Export from its window, or close it first.`,
    DATA_FOLDER_UNUSABLE: `The data folder ${dataFolder} cannot be used (${String(details?.['reason'] ?? code)}).`,
    NO_SUCH_RECORD: `There is no record ${what}.`,
    BAD_CODE: `${what} is neither a record's id nor the reference code of a unit.`,
    AMBIGUOUS: `More than one unit has the code ${what}; name it by its id.`,
    BAD_PARENT: 'A unit, volume, document or page is exported; what stands above is too large for one file.',
    NOTHING_TO_EXPORT: `${what} has no pages.`,
    CANCELLED: 'Stopped; the file that was begun is taken away again.',
  };
  return texts[code] ?? `The export could not run: ${code}.`;
}
