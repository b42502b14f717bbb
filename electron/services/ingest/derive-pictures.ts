/** The job that makes thumbnails and reading copies of what came in, after it was stored and without hurry. */
import { z } from 'zod';
import type { StoredFile } from '../../../shared/model/record-types.ts';
import { TroubleError } from '../../../shared/result.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import type { FileRow } from '../jobs/jobs-calls.ts';
import type { JobKind } from '../jobs/queue.ts';
import type { PictureSize } from '../decode/picture-sizes.ts';
import { derivedId } from './derived-id.ts';
import type { IngestContext } from './ingest-context.ts';
import type { PictureCache } from './picture-cache.ts';

export const DERIVE_JOB = 'derive';

const FILES_AT_ONCE = 20;
/** Adding up all pages after each one would take longer than making small pictures. */
const TELL_MS = 250;
/** While files come in without a gap, one picture is made so often. */
const GIVE_WAY_MS = 1000;
/** Troubles that the next picture would meet as well. */
const OF_THE_PLACE = new Set([
  'DISK_FULL',
  'NO_PERMISSION',
  'READ_ONLY_DISK',
  'DISK_ERROR',
  'CHILD_UNAVAILABLE',
  'HOST_STOPPING',
]);

/** The payload is the import's id. */
export function createDeriveKind(context: IngestContext, cache: PictureCache): JobKind {
  const { store } = context;

  return {
    kind: DERIVE_JOB,
    atOnce: 1,
    async run({ payload }, signal, progress) {
      const id = z.string().parse(payload);
      let toldAt = Number.NEGATIVE_INFINITY;
      const tell = async (everyMs: number) => {
        if (performance.now() - toldAt < everyMs) return;
        toldAt = performance.now();
        const { done, total } = await store.deriveTotals(id);
        progress(done, total);
      };
      for (;;) {
        const files = await store.filesToDerive({ import: id, limit: FILES_AT_ONCE });
        if (files.length === 0) {
          await tell(0);
          return 'done';
        }
        for (const file of files) {
          await derive(file, signal, () => tell(TELL_MS));
          if (signal.aborted) return 'waiting';
        }
      }
    },
  };

  async function derive(file: FileRow, signal: AbortSignal, tell: () => Promise<void>): Promise<void> {
    const { sha256, pages, mime } = file;
    if (sha256 === null || pages === null || file.warnings.includes('NO_PICTURE')) {
      return change(file, { derived: pages ?? 0 });
    }
    // A window draws pages of a PDF itself; only their thumbnails are made ahead.
    const sizes: readonly PictureSize[] = mime === 'application/pdf' ? ['thumb'] : ['thumb', 'reading'];
    for (let index = file.derived; index < pages; index++) {
      if (signal.aborted) return;
      await context.intake.gap(GIVE_WAY_MS);
      const made = await cache.prepare(sha256, index, sizes);
      if (!made.ok && OF_THE_PLACE.has(made.code)) throw new TroubleError(made.code);
      if (!made.ok && index === 0) {
        if (made.code === 'NO_PICTURE') await tellDocument(file);
        await change(file, { derived: pages, warnings: [...file.warnings, 'NO_PICTURE'] });
        context.changed(file.import);
        return tell();
      }
      await change(file, { derived: index + 1 });
      await tell();
    }
  }

  /** Windows then say it in the picture's place and do not ask for one again and again. */
  async function tellDocument({ document, import: group }: FileRow): Promise<void> {
    const [state] = document === null ? [] : await context.journal.state([document]);
    const view = state === undefined ? null : viewOf(state);
    if (view === null || view.deleted) return;
    const stored = view.values['file'] as StoredFile | undefined;
    if (stored?.picture !== true) return;
    const edit = setFields(view, { file: { ...stored, picture: false } });
    const id = derivedId(view.id, 'no picture');
    await context.journal.commit({ id, command: 'import.add', edits: [edit], group }, context.writer);
  }

  async function change(
    file: FileRow,
    change: Partial<Pick<FileRow, 'derived' | 'warnings'>>,
  ): Promise<void> {
    await store.changeFile({ import: file.import, no: file.no, change });
  }
}
