/**
 * `qoima inspect FILE… [--json]`: one verdict per file, in the order of the arguments. It needs no data folder, writes
 * nothing, and ends with 0 whenever it ran, whatever the verdicts are; with 2 when it was called wrongly or cannot run.
 */
import { startForked } from '../../../node/calls/child.ts';
import { TroubleError } from '../../../shared/result.ts';
import { createDecoder, type Decoder } from '../../services/decode/decoder.ts';
import { refusedVerdict, type Verdict } from '../../services/decode/verdict.ts';
import { sourceModules } from '../../services/modules.ts';
import type { Io } from '../io.ts';

const USAGE = 'Usage: qoima inspect FILE… [--json]';

/** Runs the command; see above for the exit codes. */
export async function run(args: string[], io: Io): Promise<number> {
  const rest = args.indexOf('--');
  const options = (rest === -1 ? args : args.slice(0, rest)).filter((argument) => argument.startsWith('--'));
  const files = args.filter((argument, index) =>
    rest === -1 || index < rest ? !argument.startsWith('--') : index > rest,
  );
  const json = options.includes('--json');
  const unknown = options.find((option) => option !== '--json');
  if (unknown !== undefined || files.length === 0) {
    io.err(unknown === undefined ? USAGE : `Unknown option ${unknown}. ${USAGE}`);
    if (json) io.out('[]');
    return 2;
  }
  const decoder = createDecoder({ startChild: startForked, module: sourceModules().decodeChild });
  try {
    const verdicts = await Promise.all(files.map((file) => inspect(decoder, file)));
    if (json) io.out(JSON.stringify(verdicts, null, 1));
    else for (const verdict of verdicts) io.out(line(verdict));
    return 0;
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    io.err(`The files could not be looked into: ${error.code}.`);
    return 2;
  } finally {
    decoder.close();
  }
}

/** An empty name is the current folder to the system; to a person it is a slip. */
async function inspect(decoder: Decoder, file: string): Promise<Verdict> {
  if (file === '') return refusedVerdict('', 'UNREADABLE');
  return decoder.inspect(file, file);
}

function line({ path, verdict, code, message, mime, pages, warnings }: Verdict): string {
  const what = verdict === 'ok' ? [mime, `${pages} p.`, ...warnings].join(', ') : `${code}. ${message}`;
  return `${verdict}\t${path}\t${what}`;
}
