/** The sample's files on their way into the vault: through the one import queue, like anybody's scans. */
import { setTimeout as wait } from 'node:timers/promises';
import { TroubleError } from '../../../shared/result.ts';
import type { FileOutcome, ImportReport } from '../../../shared/rpc/contract-import.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { Ingest } from '../ingest/ingest.ts';

/** By this name its imports are known again; it stands in the list of imports. */
const SOURCE = 'Qoima: үлгі архив · образец архива · sample archive';
const FILES_ASKED = 5000;
const LOOK_MS = 100;

export type SourceFile = { readonly name: string; readonly path: string; readonly size: number };
type Taking = Pick<Ingest, 'services' | 'takePath'>;
type Intake = { readonly report: ImportReport; readonly files: readonly FileOutcome[] };

/** The documents of what came in earlier, by the names of their files. */
export async function documentsByName(ingest: Taking): Promise<Map<string, RecordId>> {
  const found = new Map<string, RecordId>();
  for (const { files } of await intakes(ingest)) {
    for (const { path, document } of files) if (document !== undefined) found.set(path, document);
  }
  return found;
}

/**
 * Takes files in; an import that an earlier run left unfinished is gone on with. Ends when all of them are stored.
 *
 * @throws TroubleError SAMPLE_NOT_TAKEN with the `code` of the first refusal, or a code of import and disk
 */
export async function takeIn(
  ingest: Taking,
  files: readonly SourceFile[],
  signal: AbortSignal,
  taken: () => void,
): Promise<void> {
  const { services } = ingest;
  const left = (await intakes(ingest)).find(({ report }) => isUnfinished(report.state));
  const id = left?.report.import ?? (await services['import.begin']({ source: SOURCE, parent: null })).import;
  if (left?.report.state !== 'running') {
    const announced = new Map((left?.files ?? []).map(({ path, no }) => [path, no]));
    const fresh = files.filter(({ name }) => !announced.has(name));
    const { first } = await services['import.expect']({
      import: id,
      files: fresh.map(({ name, size }) => ({ path: name, size })),
    });
    for (const [index, { name }] of fresh.entries()) announced.set(name, first + index);
    for (const { name, path } of files) {
      if (signal.aborted) return;
      const answer = await ingest.takePath(id, announced.get(name) ?? -1, path);
      // A file that an earlier run handed over already is here.
      if (!answer.ok && answer.code !== 'ALREADY_HERE') throw new TroubleError(answer.code);
      taken();
    }
    await services['import.finish']({ import: id });
  }
  await untilDone(ingest, id, signal);
}

async function untilDone({ services }: Taking, id: RecordId, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { report, files } = await services['import.report']({ import: id, after: -1, limit: FILES_ASKED });
    if (report.state === 'done') {
      const refused = files.find(({ state }) => state === 'refused');
      if (refused !== undefined) throw new TroubleError('SAMPLE_NOT_TAKEN', { code: refused.code ?? '' });
      return;
    }
    if (report.state === 'cancelled') throw new TroubleError('CANCELLED');
    await wait(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function intakes({ services }: Taking): Promise<Intake[]> {
  const { imports } = await services['import.list']({});
  const found: Intake[] = [];
  for (const { import: id, source } of imports) {
    if (source !== SOURCE) continue;
    found.push(await services['import.report']({ import: id, after: -1, limit: FILES_ASKED }));
  }
  return found;
}

function isUnfinished(state: ImportReport['state']): boolean {
  return state === 'open' || state === 'interrupted' || state === 'running';
}
