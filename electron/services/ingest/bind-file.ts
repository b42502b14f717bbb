/** Taking a stored file in as pages of its unit's sheaf. */
import { leafKeyOf } from '../../../shared/binding/leaf-key.ts';
import {
  fileOf,
  imageOf,
  leavesOf,
  orderOf,
  parentOf,
  type Values,
} from '../../../shared/model/record-values.ts';
import { sheafIdOf } from '../../../shared/model/sheaf.ts';
import type { FileWarning } from '../../../shared/rpc/contract-import.ts';
import { TroubleError } from '../../../shared/result.ts';
import { deleteRecord, restoreRecord } from '../../../shared/sync/edits.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import { createTurns } from '../../../shared/turns.ts';
import type { FileChange } from '../jobs/jobs-calls.ts';
import type { Writer } from '../journal/journal-calls.ts';
import type { BoundFile } from './bound-file.ts';
import { derivedId } from '../../../shared/model/derived-id.ts';
import { inParts, storedFileOf } from './document-changes.ts';
import type { IngestContext } from './ingest-context.ts';
import { isInBin } from './is-in-bin.ts';
import type { KeptMeta } from './kept-meta.ts';
import { makeSheaf, pageChanges } from './sheaf-changes.ts';
import type { PlacedPage } from './sheaf-places.ts';

/** The sheaf hangs under another unit now. */
const SHEAF_MOVED = 'SHEAF_MOVED';
/** What a bound file meets whose unit is gone: it becomes a document, and a person places it. */
const UNBINDABLE: ReadonlySet<string> = new Set(['NO_SUCH_RECORD', 'BAD_PARENT', SHEAF_MOVED]);

type BoundMeta = KeptMeta & { readonly bound: BoundFile };
type SheafPage = PlacedPage & { readonly view: RecordView };

type Binding = {
  /** `known`: the same bytes are on the same leaf already. */
  readonly state: 'stored' | 'known';
  readonly sheaf: RecordId;
  /** The page of the first picture. */
  readonly page: RecordId;
};

export type Binder = {
  /** Writes the file's pages; a second time it finds them. @throws TroubleError NO_SUCH_RECORD, BAD_PARENT, SHEAF_MOVED */
  bind(meta: BoundMeta): Promise<Binding>;
};

export function createBinder(context: IngestContext): Binder {
  const { journal, writer } = context;
  // Each has to see the pages that the one before it made.
  const inTurn = createTurns();

  async function bind(meta: BoundMeta): Promise<Binding> {
    const sheaf = sheafIdOf(meta.bound.unit);
    const pages = await openSheaf(meta, sheaf);
    const first = derivedId(meta.document, 'page 0');
    // What an earlier attempt wrote that was cut.
    const own = pages.find(({ id }) => id === first) ?? pages.find((page) => isReplaced(page, meta));
    const same = own === undefined ? pages.find((page) => isSame(page, meta)) : undefined;
    if (same !== undefined) return { state: 'known', sheaf, page: same.id };
    const replaced = own === undefined ? replacedBy(meta, pages) : own.id === first ? undefined : own;
    for (const change of pageChanges(meta, { id: sheaf, pages }, replaced?.view ?? null))
      await journal.commit(change, writerOf(change.group));
    return { state: 'stored', sheaf, page: replaced?.id ?? first };
  }

  /** What a person replaced by name goes on the window's stack of commands. */
  function writerOf(group: string | undefined): Writer {
    return group === undefined ? 'window' : writer;
  }

  /** The pages of the sheaf, which is made if need be, or taken out of the bin. */
  async function openSheaf(meta: BoundMeta, sheaf: RecordId): Promise<SheafPage[]> {
    const { unit } = meta.bound;
    const [state] = await journal.state([sheaf]);
    if (state === undefined) {
      await makeOnce(unit, sheaf);
      return [];
    }
    const view = viewOf(state);
    // Somebody hung it under another unit: what comes now belongs to this one.
    if (parentOf(view.values) !== unit) throw new TroubleError(SHEAF_MOVED);
    const pages = (await journal.pages({ parent: sheaf })).states.map(viewOf);
    if (!view.deleted) return pages.map(pageOf);
    // What went into the bin with it stays there.
    const edits = [restoreRecord(view), ...pages.map(deleteRecord)];
    for (const [part, some] of inParts(edits).entries()) {
      const id = derivedId(meta.document, `sheaf back ${part}`);
      await journal.commit({ id, command: 'sheaf.restore', edits: some }, writer);
    }
    return [];
  }

  async function makeOnce(unit: RecordId, sheaf: RecordId): Promise<void> {
    try {
      await journal.commit(makeSheaf(unit, sheaf), writer);
    } catch (error) {
      // Another import was quicker.
      if (!(error instanceof TroubleError && error.code === 'RECORD_EXISTS')) throw error;
    }
  }

  return { bind: (meta) => inTurn(meta.bound.unit, () => bind(meta)) };
}

/**
 * What becomes of a kept file that is bound: the change of its row; null when it has to become a document by itself.
 * `isKnown`: its bytes were in the vault before.
 */
export async function bindFile(
  { journal }: IngestContext,
  binder: Binder,
  meta: KeptMeta,
  isKnown: boolean,
): Promise<Required<Pick<FileChange, 'state' | 'bound' | 'warnings'>> | null> {
  const { bound } = meta;
  if (bound === null || (await isInBin(journal, bound.unit))) return null;
  const elsewhere = isKnown ? await journal.documentOfFile(meta.sha256) : null;
  try {
    const { state, sheaf, page } = await binder.bind({ ...meta, bound });
    const warnings: FileWarning[] = state === 'stored' && elsewhere !== null ? ['ALSO_ELSEWHERE'] : [];
    return { state, bound: { ...bound, at: { sheaf, page } }, warnings };
  } catch (error) {
    if (error instanceof TroubleError && UNBINDABLE.has(error.code)) return null;
    throw error;
  }
}

function pageOf(view: RecordView): SheafPage {
  const { values } = view;
  return {
    id: view.id,
    order: orderOf(values),
    leaf: leavesOf(values, 'leaf'),
    import: importOf(values),
    name: fileOf(values)?.name ?? '',
    view,
  };
}

function importOf(values: Values): string | null {
  const value = values['import'];
  return typeof value === 'string' ? value : null;
}

/** Whether the file took the place of this page's picture before; not of one that another file of its name made. */
function isReplaced(page: SheafPage, meta: BoundMeta): boolean {
  const { there, leaves } = meta.bound;
  if (there === 'both' || page.import !== meta.import || page.name !== storedFileOf(meta).name) return false;
  const isMeant = isNamed(there) ? page.id === there : leafKeyOf(page.leaf) === leafKeyOf(leaves[0] ?? null);
  return isMeant && showsFirst(page, meta.sha256);
}

function isSame(page: SheafPage, { bound, sha256 }: BoundMeta): boolean {
  if (bound.same === 'page' || !showsFirst(page, sha256)) return false;
  return isNamed(bound.there)
    ? page.id === bound.there
    : leafKeyOf(page.leaf) === leafKeyOf(bound.leaves[0] ?? null);
}

function showsFirst({ view }: SheafPage, sha256: string): boolean {
  const image = imageOf(view.values);
  return image?.sha256 === sha256 && image.index === 0;
}

/** The page whose picture this one takes the place of. */
function replacedBy({ bound, import: group }: BoundMeta, pages: readonly SheafPage[]): SheafPage | undefined {
  if (bound.there === 'both') return undefined;
  if (isNamed(bound.there)) return pages.find(({ id }) => id === bound.there);
  const key = leafKeyOf(bound.leaves[0] ?? null);
  // Of several pictures of a leaf each is replaced once, by the files of one import in turn.
  return key === null
    ? undefined
    : pages.find((page) => page.import !== group && leafKeyOf(page.leaf) === key);
}

function isNamed(there: BoundFile['there']): there is RecordId {
  return there !== 'both' && there !== 'replace';
}
