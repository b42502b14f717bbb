/** From a row of the catalogue copy to what the index should hold of it; building, following and checking ask the same. */
import { LANGUAGES } from '../../shared/model/record-types.ts';
import { choiceOf, tagsOf, textOf } from '../../shared/model/record-values.ts';
import { mayBeFound, type Grant } from '../../shared/model/access.ts';
import { synonymTableOf, type SynonymRecord } from '../../shared/query/synonym-groups.ts';
import type { SynonymTable } from '../../shared/query/synonyms.ts';
import { Dexie, type PromiseExtended } from 'dexie';
import type { CatalogueDatabase } from '../db/database.ts';
import type { Row } from '../db/rows.ts';
import { foundRecordOf, type FoundRecord } from './found-record.ts';
import { createAncestry, markOf } from './ancestry.ts';
import { codeOrder } from './code-order.ts';
import { runsOfEntry } from './entry.ts';
import { codeOfType } from './indexed-types.ts';
import { runOf, wordsIn, type Run } from './runs.ts';
import type { Entry } from './slot-index.ts';
import { FIELD } from './text-fields.ts';

/** `entry` is null for what lies in the bin or may not be found here; `mark` is what its children take from it. */
type Expected = { readonly entry: Entry | null; readonly mark: number };

export type Entries = {
  /** Reads what stands above these records; before `of`. */
  load(records: readonly FoundRecord[]): Promise<void>;
  /** What the index should hold of a loaded record; null for what is not found by its words (a tag, an import). */
  of(record: FoundRecord): Expected | null;
  /** Whether anything above a loaded record is newer than the catalogue's number `n`. */
  isBelowNewer(record: FoundRecord, n: number): boolean;
  /** Reads synonyms, and the tags' labels not changed after `after`; `learnTags` then says which of the others are new. */
  loadWords(after?: number): Promise<void>;
  /** Takes in the labels of tags; answers those that are not what they were. */
  learnTags(records: readonly FoundRecord[]): string[];
  /** Takes in groups of synonyms. */
  learnSynonyms(records: readonly FoundRecord[]): void;
  /** As they stand now. */
  synonyms(): SynonymTable;
};

/** `grant`: which records may be found here at all; others come into no index. */
export function createEntries(db: CatalogueDatabase, grant: Grant): Entries {
  const synonymRecords = new Map<string, SynonymRecord>();
  let synonyms: SynonymTable | null = null;
  const ancestry = createAncestry(db);
  const runsByTag = new Map<string, readonly Run[]>();
  const tagRuns = (tag: string): readonly Run[] => runsByTag.get(tag) ?? [];

  function learnTags(records: readonly FoundRecord[]): string[] {
    const renamed: string[] = [];
    for (const { id, t, values, deleted } of records) {
      if (t !== 'tag') continue;
      const labels = deleted ? [] : LANGUAGES.map((language) => textOf(values, `label/${language}`) ?? '');
      const runs = labels.map((label) => runOf(FIELD.tag, label));
      // One that was not known may have lost its label since the index was stored.
      if (runsByTag.has(id) && isSame(runs, tagRuns(id))) continue;
      runsByTag.set(id, runs);
      renamed.push(id);
    }
    return renamed;
  }

  function learnSynonyms(records: readonly FoundRecord[]): void {
    for (const record of records) {
      if (record.t !== 'synonyms') continue;
      synonymRecords.set(record.id, record);
      synonyms = null;
    }
  }

  return {
    load: (records) => ancestry.load(records),
    isBelowNewer: (record, n) => ancestry.isBelowNewer(record, n),
    of(record) {
      const { id, t, values } = record;
      const type = codeOfType(t);
      if (type === undefined) return null;
      const inheritance = ancestry.below(record);
      const way = ancestry.wayUp(record);
      const isHidden = way.map(({ access }) => !mayBeFound(access, grant));
      const mark = markOf(inheritance, isHidden.includes(true) ? way.map((each) => each.id) : []);
      if (inheritance.binned || isHidden[0] === true) return { entry: null, mark };
      const { path, fonds, years, languages } = inheritance;
      const entry: Entry = {
        id,
        t,
        runs: runsOfEntry(t, values, path, tagRuns),
        inherited: mark,
        fonds,
        years,
        languages,
        order: codeOrder(type, path),
        tags: tagsOf(values),
        status: choiceOf(values, 'status'),
        above: way.slice(1).map((each) => each.id),
        changed: record.changed,
      };
      return { entry, mark };
    },
    async loadWords(after = Number.MAX_SAFE_INTEGER) {
      const tags = await rowsAt(db, 'tags');
      learnTags(tags.filter((row) => row.n <= after).map(foundRecordOf));
      learnSynonyms((await rowsAt(db, 'synonyms')).map(foundRecordOf));
    },
    learnTags,
    learnSynonyms,
    synonyms: () => (synonyms ??= synonymTableOf(synonymRecords.values())),
  };
}

function rowsAt(db: CatalogueDatabase, place: 'tags' | 'synonyms'): PromiseExtended<Row[]> {
  return db.records.where('[place+sort]').between([place, Dexie.minKey], [place, Dexie.maxKey]).toArray();
}

function isSame(a: readonly Run[], b: readonly Run[]): boolean {
  return wordsIn(a).join(' ') === wordsIn(b).join(' ');
}
