/**
 * Texts that come with scans: ALTO, hOCR and plain text become readings of the pages beside which they lie. Each is kept byte
 * for byte with the import's files, and as our ALTO in a batch of its own; what belongs to no page is refused with its reason.
 */
import type { Vault } from '../../../node/vault/vault-types.ts';
import { imageOf, textsOf } from '../../../shared/model/record-values.ts';
import { fail, ok, TroubleError, type Result } from '../../../shared/result.ts';
import type { Refusal } from '../../../shared/rpc/contract-import.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import { derivedId } from '../../../shared/model/derived-id.ts';
import type { Journal } from '../journal/journal.ts';
import type { TextMaker } from '../text-export/text-maker.ts';
import type { SidecarPage } from './read-sidecar.ts';
import { openTextBatch, type TextBatch } from './text-batch.ts';
import { createTextNotes } from './text-notes.ts';

/** A scan of the same import, as it was taken in. */
export type SidecarScan = { readonly path: string; readonly document: RecordId; readonly sha256: string };

/** A text whose pages have been found. */
type ReadySidecar = {
  readonly document: RecordId;
  readonly pages: readonly { readonly page: RecordView; readonly text: SidecarPage }[];
};

export type Sidecars = {
  /**
   * Reads the text at `path`, known as `name`, and finds the pages it belongs to. Codes: NO_SCAN_BESIDE, TEXT_PAGES_DIFFER,
   * TEXT_TWICE (another file has brought these pages' text), TEXT_BROKEN, EMPTY, TOO_LARGE, TOO_SLOW.
   */
  prepare(
    importId: RecordId,
    scan: SidecarScan | null,
    file: {
      readonly path: string;
      readonly name: string;
      /** An earlier run, which ended in the middle, had kept it. */
      readonly isKept: boolean;
    },
  ): Promise<Result<ReadySidecar, Refusal>>;
  /** Stores its texts and names them on their pages; once, however often it is asked. */
  write(importId: RecordId, ready: ReadySidecar): Promise<void>;
  /** No more texts come with this import. */
  seal(importId: RecordId): Promise<void>;
};

/** An import that was interrupted, and whose texts a start made an object of, goes on with its next batch. */
const MOST_BATCHES = 8;

/** The batches of an import's texts, in their order; the texts' ids go by them too. */
export function sidecarBatchesOf(importId: RecordId): RecordId[] {
  return Array.from({ length: MOST_BATCHES }, (_, no) =>
    derivedId(importId, no === 0 ? 'texts' : `texts ${no}`),
  );
}

export function createSidecars(deps: {
  readonly journal: Journal;
  readonly vault: Vault;
  readonly maker: Pick<TextMaker, 'sidecar'>;
}): Sidecars {
  const { journal, vault, maker } = deps;
  const notes = createTextNotes(journal);
  const open = new Map<RecordId, Promise<NamedBatch>>();

  function batchOf(importId: RecordId): Promise<NamedBatch> {
    const batch = open.get(importId) ?? openNext(vault, importId, journal.person);
    open.set(importId, batch);
    batch.catch(() => open.delete(importId));
    return batch;
  }

  return {
    async prepare(importId, scan, { path, name, isKept }) {
      if (scan === null) return fail('NO_SCAN_BESIDE');
      const read = await maker.sidecar(path, name, scan.sha256);
      if (!read.ok) return fail(isRefusal(read.code) ? read.code : 'TEXT_BROKEN');
      const pages = await pagesOfScan(journal, scan);
      if (pages.length !== read.value.length) return fail('TEXT_PAGES_DIFFER');
      const batch = await batchOf(importId);
      const isHere = (page: RecordView) => batch.kept(page.id) !== null || isNamed(importId, page);
      if (!isKept && pages.some(isHere)) return fail('TEXT_TWICE');
      return ok({
        document: scan.document,
        pages: pages.flatMap((page, at) => {
          const text = read.value[at];
          // A page without a word needs no text: an empty one would hide what a later reading finds.
          return text === undefined || text.about.words === 0 ? [] : [{ page, text }];
        }),
      });
    },
    async write(importId, { pages }) {
      const batch = await batchOf(importId);
      for (const { page, text } of pages) {
        if (isNamed(importId, page)) continue;
        const kept = batch.kept(page.id) ?? (await batch.keep(page.id, text.alto, text.about));
        await notes.note(batch.id, page, kept);
      }
    },
    async seal(importId) {
      const batch = open.get(importId);
      open.delete(importId);
      await (await batch)?.seal();
    },
  };
}

type NamedBatch = TextBatch & { readonly id: RecordId };

/** The first batch of the import that is no object yet. */
async function openNext(vault: Vault, importId: RecordId, person: string): Promise<NamedBatch> {
  for (const id of sidecarBatchesOf(importId)) {
    try {
      return { ...(await openTextBatch(vault, id, person)), id };
    } catch (error) {
      if (!(error instanceof TroubleError) || error.code !== 'VAULT_BATCH_SEALED') throw error;
    }
  }
  throw new TroubleError('VAULT_BATCH_SEALED', { batch: importId });
}

/** Whether a text of this import is named on the page already. */
function isNamed(importId: RecordId, { id, values }: RecordView): boolean {
  const ids = new Set(sidecarBatchesOf(importId).map((batch) => derivedId(batch, id)));
  return textsOf(values).some((text) => ids.has(text.id));
}

/** The pages that show this file's pictures, in its own order. */
async function pagesOfScan(journal: Journal, { document, sha256 }: SidecarScan): Promise<RecordView[]> {
  const { states } = await journal.pages({ parent: document });
  const shown = new Map<number, RecordView>();
  for (const page of states.map(viewOf)) {
    const image = imageOf(page.values);
    if (image?.sha256 === sha256 && !page.deleted && !shown.has(image.index)) shown.set(image.index, page);
  }
  return [...shown].sort(([a], [b]) => a - b).map(([, page]) => page);
}

const REFUSED: ReadonlySet<string> = new Set<Refusal>(['EMPTY', 'TEXT_BROKEN', 'TOO_LARGE', 'TOO_SLOW']);

function isRefusal(code: string): code is Refusal {
  return REFUSED.has(code);
}
