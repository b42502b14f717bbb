/** What the search found, with the records themselves; the last answer stays until the next one's records are read. */
import { useState } from 'react';
import type { Language } from '../../../shared/model/record-types.ts';
import { labelOf } from '../../../shared/model/record-values.ts';
import { useTags } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import type { SearchAnswer } from '../../search/messages.ts';
import { useHitRows, type HitRecord } from './use-hit-rows.ts';

export type ShownHit = HitRecord & {
  /** What was typed is this very record's reference code. */
  readonly exact: boolean;
  /** The word that stands there in place of one that was typed. */
  readonly near: string | undefined;
};

export type Hits = {
  readonly list: readonly ShownHit[];
  /** These are of an answer before the last one. */
  readonly stale: boolean;
};

export function useHits(answer: SearchAnswer | undefined): Hits {
  const found = answer?.hits ?? [];
  const rows = useHitRows(found.map((hit) => hit.id));
  const [last, setLast] = useState<{ byId: typeof rows.byId | null; list: readonly ShownHit[] }>({
    byId: null,
    list: [],
  });
  if (rows.stale || rows.byId === last.byId) return { list: last.list, stale: rows.stale };
  const list = found.flatMap(({ id, exact, near }) => {
    const row = rows.byId.get(id);
    return row === undefined || row.record.deleted ? [] : [{ ...row, exact, near }];
  });
  setLast({ byId: rows.byId, list });
  return { list, stale: false };
}

const SHOWN_TAGS = 3;

/** The tags whose name begins with what is typed: they lead to all that carries them. */
export function useTagHits(text: string, language: Language): readonly CatalogueRecord[] {
  const tags = useTags() ?? [];
  const wanted = text.trim().toLocaleLowerCase(language);
  if (wanted === '') return [];
  return tags
    .filter((tag) => (labelOf(tag.values, language) ?? '').toLocaleLowerCase(language).startsWith(wanted))
    .slice(0, SHOWN_TAGS);
}
