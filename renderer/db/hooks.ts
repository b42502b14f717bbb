/** What screens read of the catalogue. All are live: they follow every write, this window's or another's. */
import { useEffect, useMemo, useState } from 'react';
import type { Undoable } from '../../shared/rpc/written.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import type { RecordState } from '../../shared/sync/state.ts';
import { useCatalogue } from './catalogue-context.tsx';
import type { CatalogueStatus, Safety } from './catalogue-status.ts';
import { readPages } from './pages.ts';
import type { Place } from './places.ts';
import {
  readAncestors,
  readChildren,
  readHolders,
  readPersonName,
  readRecord,
  readRecords,
  readReviews,
  readState,
  readTagged,
} from './queries.ts';
import type { CatalogueRecord } from './row-of.ts';
import { useLive, useStore } from './use-live.ts';

const FIRST_PAGE = 200;
/** The vocabulary of an archive is some hundreds of words; more than this is no longer one. */
const MAX_TAGS = 10_000;

export type RecordList = { readonly rows: readonly CatalogueRecord[]; readonly more: boolean };

/** A record, binned or not; null when there is none (or `id` is null), undefined until it is read. */
export function useRecord(id: RecordId | null): CatalogueRecord | null | undefined {
  return useLive(readRecord, [id]);
}

/** A record's state with all heads of its fields: who wrote what stands unresolved, and when. */
export function useRecordState(id: RecordId): RecordState | null | undefined {
  return useLive(readState, [id]);
}

/** What a person is called, by their account if they have one; null when nobody wrote a name, undefined until it is read. */
export function usePersonName(id: RecordId): string | null | undefined {
  return useLive(readPersonName, [id]);
}

/** Records in the order of `ids`, for the visible rows of a list; null where there is none. */
export function useRecords(ids: readonly RecordId[]): readonly (CatalogueRecord | null)[] | undefined {
  return useLive(readRecords, [ids]);
}

/** The first `limit` records of a place in list order; raise `limit` to show more. */
export function useChildren(place: Place | null, limit = FIRST_PAGE): RecordList | undefined {
  return useLive(readChildren, [place, limit]);
}

/** Those of the records that anything hangs under, for the visible rows of a tree. */
export function useHolders(ids: readonly RecordId[]): readonly RecordId[] | undefined {
  return useLive(readHolders, [ids]);
}

/** The whole tag vocabulary, unsorted: its order depends on the language (`compareText`). */
export function useTags(): readonly CatalogueRecord[] | undefined {
  return useChildren('tags', MAX_TAGS)?.rows;
}

/** The ids of the first `limit` records that carry a tag, those in the bin among them. */
export function useTagged(tag: RecordId, limit = FIRST_PAGE): readonly RecordId[] | undefined {
  return useLive(readTagged, [tag, limit]);
}

/** The ids of all records that wait for a person's decision, the latest first. */
export function useReviews(): readonly RecordId[] | undefined {
  return useLive(readReviews, []);
}

/** The records above one, from the top down. */
export function useAncestors(id: RecordId | null): readonly CatalogueRecord[] | undefined {
  return useLive(readAncestors, [id]);
}

export type PageList = { readonly pages: readonly CatalogueRecord[]; readonly code: string | null };

/** All pages of a document or of a unit's documents, from the host; `code` tells why they are not the newest. */
export function usePages(parent: RecordId | null): PageList | undefined {
  const { host, copy, status } = useCatalogue();
  const [last, setLast] = useState<PageList & { parent: RecordId; n: number }>();
  const [grown, setGrown] = useState(0);
  const now = useStore(status);
  // This window's own writes are in the copy before the host's event comes back.
  const n = Math.max(grown, now.state === 'ready' ? now.n : 0);

  useEffect(() => host.on('journal.grew', (event) => setGrown(event.n)), [host]);
  useEffect(() => {
    let stale = false;
    async function read(unit: RecordId): Promise<void> {
      const answer = await readPages(host, copy.get(), unit);
      if (stale) return;
      setLast((before) => {
        if (answer.ok) return { parent: unit, n, pages: answer.value, code: null };
        return { parent: unit, n, pages: before?.parent === unit ? before.pages : [], code: answer.code };
      });
    }
    if (parent !== null) void read(parent);
    return () => {
      stale = true;
    };
  }, [host, copy, parent, n]);
  return last !== undefined && last.parent === parent ? last : undefined;
}

/** How the catalogue copy is doing. */
export function useCatalogueStatus(): CatalogueStatus {
  return useStore(useCatalogue().status);
}

/** Whether what was typed is safe on this machine. */
export function useSafety(): Safety {
  return useStore(useCatalogue().safety);
}

/** What the next undo and redo would do, as keys of the message catalogues; null when there is nothing. */
export function useUndoable(): Undoable {
  return useStore(useCatalogue().undoable);
}

export type DraftOfField = {
  /** What a crash left of this field; null when nothing, undefined until it is read. */
  readonly left: { readonly text: string; readonly heads: readonly string[] } | null | undefined;
  /** Notes what is typed now; call it with every keystroke. */
  save(text: string, heads: readonly string[]): void;
  /** Forgets the draft: it was committed or given up. */
  clear(): Promise<void>;
};

/** The draft of one field of one record; `field` null: nothing is being typed. */
export function useDraft(record: RecordId, field: string): DraftOfField {
  const { drafts, desk } = useCatalogue();
  const open = useStore(desk);
  const key = `${record}/${field}`;
  const [left, setLeft] = useState<{ key: string; draft: DraftOfField['left'] }>();
  useEffect(() => {
    let stale = false;
    async function read(): Promise<void> {
      const draft = await drafts.read(key);
      if (!stale) setLeft({ key, draft });
    }
    if (open !== null) void read();
    return () => {
      stale = true;
    };
  }, [drafts, key, open]);
  return useMemo(
    () => ({
      left: left?.key === key ? left.draft : undefined,
      save: (text, heads) => drafts.save(key, text, heads),
      clear: () => drafts.clear(key),
    }),
    [drafts, key, left],
  );
}
