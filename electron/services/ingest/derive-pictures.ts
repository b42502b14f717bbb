/** The job that makes thumbnails and reading copies of what came in, after it was stored and without hurry. */
import { z } from 'zod';
import type { StoredFile } from '../../../shared/model/record-types.ts';
import { TroubleError } from '../../../shared/result.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import type { FileRow } from '../jobs/jobs-calls.ts';
import type { Attention } from '../jobs/attention.ts';
import type { FailedItem, JobKind } from '../jobs/job-kind.ts';
import type { PictureSize } from '../decode/picture-sizes.ts';
import { derivedId } from '../../../shared/model/derived-id.ts';
import type { Ahead } from '../pyramids/ahead.ts';
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

/** A file of so many pages that cannot be pictured is rare; the further ones fall silent when they are asked for. */
const MOST_PAGES_TOLD = 1000;

/** What is looked at is asked for this often. */
const LOOK_MS = 500;

/** An import's id; or, of those files of it that failed, their numbers. */
const payloadSchema = z.union([
  z.string().transform((id) => ({ import: id, files: null })),
  z.object({ import: z.string(), files: z.array(z.int()) }),
]);

type DeriveDeps = {
  readonly attention: Attention;
  readonly mayDerive: (importId: string) => boolean;
  /** Large pages get their tiles afterwards. */
  readonly ahead?: Pick<Ahead, 'consider' | 'begin'>;
};

/**
 * The pictures of one import, in the order of its files; those that somebody looks at first, also of other imports, as far as
 * `mayDerive` lets them.
 */
export function createDeriveKind(
  context: IngestContext,
  cache: PictureCache,
  { attention, mayDerive, ahead }: DeriveDeps,
): JobKind {
  const { store } = context;

  return {
    kind: DERIVE_JOB,
    atOnce: 1,
    about: (payload) => [payloadSchema.parse(payload).import],
    again: (payload, failed) => ({
      import: payloadSchema.parse(payload).import,
      files: failed.map((key) => Number.parseInt(key, 10)),
    }),
    async run({ payload }, signal, progress, turn) {
      const { import: id, files: failed } = payloadSchema.parse(payload);
      if (failed !== null) await beginAgain(id, failed);
      let toldAt = Number.NEGATIVE_INFINITY;
      const tell = async (everyMs: number) => {
        if (performance.now() - toldAt < everyMs) return;
        toldAt = performance.now();
        const { done, total } = await store.deriveTotals(id);
        progress(done, total);
      };
      const candidates = createCandidates(id);
      for (let file = await candidates.next(); file !== null; file = await candidates.next()) {
        const code = await deriveNext(file);
        if (code !== null && file.import !== id) candidates.leaveAside(file);
        else if (code !== null) await turn?.failed(failedItem(file, code));
        await tell(TELL_MS);
        if (signal.aborted || turn?.giveWay() === true) return 'waiting';
      }
      await tell(0);
      await ahead?.begin();
      return 'done';
    },
  };

  /** File by file what is to be done next, as it stands now: what somebody looks at, else the import's own in their order. */
  function createCandidates(id: string) {
    const look = createLook(store, attention, mayDerive);
    const aside = new Set<string>();
    let looked: FileRow[] = [];
    let own: FileRow[] = [];
    const isLeft = (now: FileRow | null): now is FileRow =>
      now !== null && now.state === 'stored' && now.derived < (now.pages ?? 0) && !aside.has(keyOf(now));
    const firstLeft = async (files: FileRow[]) => {
      for (let [file] = files; file !== undefined; [file] = files) {
        const now = await store.file(file);
        if (isLeft(now)) return now;
        files.shift();
      }
      return null;
    };
    return {
      async next(): Promise<FileRow | null> {
        looked = (await look()) ?? looked;
        const first = (await firstLeft(looked)) ?? (await firstLeft(own));
        if (first !== null) return first;
        own = await store.filesToDerive({ import: id, limit: FILES_AT_ONCE });
        return firstLeft(own);
      },
      /** Its own job is to say why it failed. */
      leaveAside: (file: FileRow) => void aside.add(keyOf(file)),
    };
  }

  /** Files that were passed over are gone over once more. */
  async function beginAgain(id: string, files: readonly number[]): Promise<void> {
    for (const no of files) {
      const file = await store.file({ import: id, no });
      if (file === null || file.state !== 'stored') continue;
      const warnings = file.warnings.filter((warning) => warning !== 'NO_PICTURE');
      await change(file, { derived: 0, warnings });
    }
  }

  /** Makes the pictures of a file's next page; why that failed, or null. */
  async function deriveNext(file: FileRow): Promise<string | null> {
    const { sha256, pages, mime, derived: index } = file;
    if (sha256 === null || pages === null || file.warnings.includes('NO_PICTURE')) {
      await change(file, { derived: pages ?? 0 });
      return null;
    }
    // A window draws pages of a PDF itself; only their thumbnails are made ahead.
    const sizes: readonly PictureSize[] = mime === 'application/pdf' ? ['thumb'] : ['thumb', 'reading'];
    await context.intake.gap(GIVE_WAY_MS);
    const made = await cache.prepare(sha256, index, sizes);
    if (!made.ok && OF_THE_PLACE.has(made.code)) throw new TroubleError(made.code);
    if (!made.ok && index === 0) {
      if (made.code === 'NO_PICTURE') await tellDocument(file);
      await change(file, { derived: pages, warnings: [...file.warnings, 'NO_PICTURE'] });
      context.changed(file.import);
    } else {
      if (made.ok)
        await ahead?.consider({ sha256, page: index, name: file.path, record: recordOf(file) }, mime);
      await change(file, { derived: index + 1 });
    }
    return made.ok ? null : made.code;
  }

  /** Windows then say it in the picture's place and do not ask for one again and again. */
  async function tellDocument(file: FileRow): Promise<void> {
    const { document, import: group, bound, pages } = file;
    if (document === null) return;
    const first = bound?.at?.page ?? null;
    const further = () => furtherPages(document, Math.min(pages ?? 0, MOST_PAGES_TOLD));
    const holders = first === null ? [document] : [first, ...further()];
    for (const state of await context.journal.state(holders)) {
      const view = viewOf(state);
      const stored = view.values['file'] as StoredFile | undefined;
      // A page may show another picture by now.
      if (view.deleted || stored?.picture !== true || stored.sha256 !== file.sha256) continue;
      const edit = setFields(view, { file: { ...stored, picture: false } });
      const id = derivedId(view.id, `no picture ${stored.sha256}`);
      await context.journal.commit({ id, command: 'import.add', edits: [edit], group }, context.writer);
    }
  }

  async function change(
    file: FileRow,
    change: Partial<Pick<FileRow, 'derived' | 'warnings'>>,
  ): Promise<void> {
    await store.changeFile({ import: file.import, no: file.no, change });
  }
}

function furtherPages(base: string, count: number): string[] {
  return Array.from({ length: Math.max(0, count - 1) }, (_, i) => derivedId(base, `page ${i + 1}`));
}

const keyOf = (file: FileRow) => `${file.import}/${file.no}`;

/** Where a person can look at it. */
function recordOf({ bound, document }: FileRow): string | null {
  return bound?.at?.page ?? document;
}

/** The first page stands for its file. */
function failedItem(file: FileRow, code: string): FailedItem {
  const { no, path, derived: index } = file;
  const record = recordOf(file);
  return {
    key: index === 0 ? String(no) : `${no}/${index}`,
    name: path,
    code,
    ...(record === null ? {} : { record }),
    ...(index === 0 ? {} : { details: { page: String(index + 1) } }),
  };
}

/** Asks at most every `LOOK_MS` for files that somebody looks at and that have not all their pictures; null: not asked. */
function createLook(
  store: IngestContext['store'],
  attention: Attention,
  mayDerive: (importId: string) => boolean,
): () => Promise<FileRow[] | null> {
  let askedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - askedAt < LOOK_MS) return null;
    askedAt = performance.now();
    const keys = attention.shown();
    if (keys.length === 0) return [];
    const files = await store.filesLookedAt({ keys, limit: FILES_AT_ONCE });
    const rank = ({ sha256, document }: FileRow) =>
      attention.rankOf([sha256 ?? '', document ?? '']) ?? Number.POSITIVE_INFINITY;
    return files.filter((file) => mayDerive(file.import)).sort((a, b) => rank(a) - rank(b));
  };
}
