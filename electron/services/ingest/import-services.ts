/** The calls of the import contract. */
import { posix } from 'node:path';
import { v7 as newId } from 'uuid';
import { comparePaths } from '../../../shared/binding/compare-paths.ts';
import { allowedParents, type ParentType } from '../../../shared/model/hierarchy.ts';
import { must } from '../../../shared/must.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { ImportReport } from '../../../shared/rpc/contract-import.ts';
import type { Services } from '../../../shared/rpc/contract.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import type { ImportRow, NewFile } from '../jobs/jobs-calls.ts';
import { derivedId } from '../../../shared/model/derived-id.ts';
import { placeOf } from './file-order.ts';
import { outcomeOf, reportOf } from './import-report.ts';
import type { IngestContext } from './ingest-context.ts';
import { isInBin } from './is-in-bin.ts';
import type { ImportKind } from './take-in.ts';

export type ImportServices = Pick<
  Services,
  | 'import.begin'
  | 'import.expect'
  | 'import.finish'
  | 'import.cancel'
  | 'import.undo'
  | 'import.list'
  | 'import.report'
>;

type AnnouncedFile = Parameters<Services['import.expect']>[0]['files'][number];

/** The import calls; troubles: NO_SUCH_IMPORT, IMPORT_ENDED, NO_SUCH_RECORD, BAD_PARENT, and those of journal and disk. */
export function importServices(context: IngestContext, kind: ImportKind): ImportServices {
  const { store, journal } = context;

  async function existing(id: string): Promise<ImportRow> {
    const row = await store.import(id);
    if (row === null) throw new TroubleError('NO_SUCH_IMPORT');
    return row;
  }

  async function report(id: string): Promise<ImportReport> {
    return reportOf(await existing(id), await store.counts(id));
  }

  async function turn(
    id: string,
    state: ImportRow['state'],
    from: readonly ImportRow['state'][],
  ): Promise<void> {
    await store.setImportState({ id, state, from });
    context.changed(id);
  }

  return {
    async 'import.begin'({ source, parent }) {
      if (parent !== null) await checkParent(context, parent);
      const at = context.now();
      const id = newId({ msecs: at });
      const begun = new Date(at).toISOString();
      await journal.commit(
        {
          id: derivedId(id, 'begin'),
          command: 'import.begin',
          edits: [newRecord(id, 'import', { source, begun })],
        },
        context.writer,
      );
      await store.addImport({ id, source, begun, parent, state: 'open' });
      return { import: id };
    },
    async 'import.expect'({ import: id, files }) {
      const row = await existing(id);
      if (row.state !== 'open' && row.state !== 'interrupted') throw new TroubleError('IMPORT_ENDED');
      if (row.state === 'interrupted') await turn(id, 'open', ['interrupted']);
      await checkUnits(context, files);
      const first = await store.nextNo(id);
      await store.addFiles({ import: id, files: announced(row, first, files) });
      context.changed(id);
      return { first };
    },
    async 'import.finish'({ import: id }) {
      await existing(id);
      await turn(id, 'running', ['open', 'interrupted']);
      await context.wakeImport(id);
      return report(id);
    },
    async 'import.cancel'({ import: id }) {
      const { state } = await existing(id);
      if (state !== 'done' && state !== 'cancelled') {
        await turn(id, 'cancelled', ['open', 'running', 'interrupted']);
        kind.cancel(id);
        await context.wakeImport(id);
      }
      return report(id);
    },
    async 'import.undo'({ import: id }) {
      await existing(id);
      const { records } = await journal.undoGroup(id);
      return { records };
    },
    async 'import.list'() {
      const imports: ImportReport[] = [];
      for (const row of await store.imports(null)) imports.push(reportOf(row, await store.counts(row.id)));
      return { imports };
    },
    async 'import.report'({ import: id, after, limit }) {
      const files = await store.files({ import: id, after, limit });
      return { report: await report(id), files: files.map(outcomeOf) };
    },
  };
}

/** Documents go into a unit or volume; anything else would fail for every file later. */
async function checkParent({ journal }: IngestContext, parent: string): Promise<void> {
  const [state] = await journal.state([parent]);
  if (state === undefined || (await isInBin(journal, parent))) throw new TroubleError('NO_SUCH_RECORD');
  if (!allowedParents('document').includes(state.t as ParentType)) {
    throw new TroubleError('BAD_PARENT', { type: state.t });
  }
}

/** The same for each unit whose leaves come. */
async function checkUnits(context: IngestContext, files: readonly AnnouncedFile[]): Promise<void> {
  const units = new Set(files.flatMap(({ bound }) => (bound === undefined ? [] : [bound.unit])));
  for (const unit of units) await checkParent(context, unit);
}

/** Rows for announced files: numbers in the order of the call, places in the order of names. */
function announced(row: ImportRow, first: number, files: readonly AnnouncedFile[]): NewFile[] {
  const begun = Date.parse(row.begun);
  const paths = files.map((file) => file.path.replaceAll('\\', '/').replace(/^\/+/, ''));
  const byName = [...paths.keys()].sort((a, b) => comparePaths(paths[a] ?? '', paths[b] ?? '') || a - b);
  const ranks = new Map(byName.map((index, rank) => [index, rank]));
  return files.map(({ size, bound, leftOut }, index) => {
    const path = must(paths[index], 'a path for each file');
    return {
      no: first + index,
      path,
      size,
      // The images of one unit captured in one go are one batch; loose ones those of one folder.
      batch: derivedId(row.id, bound === undefined ? `batch ${posix.dirname(path)}` : `unit ${bound.unit}`),
      place: placeOf(begun, first + must(ranks.get(index), 'a rank for each file')),
      bound: bound === undefined ? null : { ...bound, at: null },
      ...(leftOut === undefined ? {} : { state: 'refused', code: leftOut }),
    };
  });
}
