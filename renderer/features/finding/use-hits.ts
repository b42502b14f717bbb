/** What the search found, with the records themselves; the last answer stays until the next one's records are read. */
import { useState } from 'react';
import type { Language } from '../../../shared/model/record-types.ts';
import { labelOf } from '../../../shared/model/record-values.ts';
import { useRecords, useTags } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import type { SearchAnswer } from '../../search/messages.ts';

export type Hit = {
  readonly record: CatalogueRecord;
  /** What was typed is this very record's reference code. */
  readonly exact: boolean;
};

export type Hits = {
  readonly list: readonly Hit[];
  /** These are of an answer before the last one. */
  readonly stale: boolean;
};

export function useHits(answer: SearchAnswer | undefined): Hits {
  const found = answer?.hits ?? [];
  const records = useRecords(found.map((hit) => hit.id));
  const [last, setLast] = useState<{ records: typeof records; list: readonly Hit[] }>({
    records: undefined,
    list: [],
  });
  if (records === undefined) return { list: last.list, stale: true };
  if (records === last.records) return { list: last.list, stale: false };
  const list = records.flatMap((record, i) =>
    record === null || record.deleted ? [] : [{ record, exact: found[i]?.exact ?? false }],
  );
  setLast({ records, list });
  return { list, stale: false };
}

const SHOWN_TAGS = 3;

/** The tags whose name begins with what is typed: they lead to all that carries them. */
export function useTagHits(text: string, language: Language): readonly Hit[] {
  const tags = useTags() ?? [];
  const wanted = text.trim().toLocaleLowerCase(language);
  if (wanted === '') return [];
  return tags
    .filter((tag) => (labelOf(tag.values, language) ?? '').toLocaleLowerCase(language).startsWith(wanted))
    .slice(0, SHOWN_TAGS)
    .map((record) => ({ record, exact: false }));
}
