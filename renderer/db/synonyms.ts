/** The synonyms of the archive, for the screen that edits them and for those that show how a query was understood. */
import { useMemo } from 'react';
import { synonymTableOf } from '../../shared/query/synonym-groups.ts';
import type { SynonymTable } from '../../shared/query/synonyms.ts';
import { useChildren } from './hooks.ts';
import type { CatalogueRecord } from './row-of.ts';

/** An archive has some hundreds of groups. */
const MOST_GROUPS = 5000;
const NONE: readonly CatalogueRecord[] = [];

/** The records of groups that people made or changed; undefined until they are read. */
export function useSynonymRecords(): readonly CatalogueRecord[] | undefined {
  return useChildren('synonyms', MOST_GROUPS)?.rows;
}

/** What finding asks when it meets a word; until the records are read, what came with the program. */
export function useSynonymTable(): SynonymTable {
  const records = useSynonymRecords() ?? NONE;
  return useMemo(() => synonymTableOf(records), [records]);
}
