/** From a row of the catalogue copy to what the index should hold of it; building, following and checking ask the same. */
import { LANGUAGES } from '../../shared/model/record-types.ts';
import { parentOf, tagsOf, textOf } from '../../shared/model/record-values.ts';
import { Dexie } from 'dexie';
import type { CatalogueDatabase } from '../db/database.ts';
import { foundRecordOf, type FoundRecord } from './found-record.ts';
import { createAncestry, markOf } from './ancestry.ts';
import { codeOrder } from './code-order.ts';
import { runsOfEntry } from './entry.ts';
import { codeOfType } from './indexed-types.ts';
import { runOf, wordsIn, type Run } from './runs.ts';
import type { Entry } from './slot-index.ts';
import { FIELD } from './text-fields.ts';

/** `entry` is null for what lies in the bin; `mark` is what its children take from it. */
type Expected = { readonly entry: Entry | null; readonly mark: number };

export type Entries = {
  /** Reads what stands above these records; before `of`. */
  load(records: readonly FoundRecord[]): Promise<void>;
  /** What the index should hold of a loaded record; null for what is not found by its words (a tag, an import). */
  of(record: FoundRecord): Expected | null;
  /** Reads the tags' labels, those not changed after `after`; `learnTags` then says which of the others are new. */
  loadTags(after?: number): Promise<void>;
  /** Takes in the labels of tags; answers those that are not what they were. */
  learnTags(records: readonly FoundRecord[]): string[];
};

export function createEntries(db: CatalogueDatabase): Entries {
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

  return {
    load: (records) => ancestry.load(records),
    of(record) {
      const { id, t, values } = record;
      const type = codeOfType(t);
      if (type === undefined) return null;
      const inheritance = ancestry.below(record);
      const mark = markOf(inheritance);
      if (inheritance.binned) return { entry: null, mark };
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
        parent: parentOf(values),
        changed: record.changed,
      };
      return { entry, mark };
    },
    async loadTags(after = Number.MAX_SAFE_INTEGER) {
      const rows = await db.records
        .where('[place+sort]')
        .between(['tags', Dexie.minKey], ['tags', Dexie.maxKey])
        .toArray();
      learnTags(rows.filter((row) => row.n <= after).map(foundRecordOf));
    },
    learnTags,
  };
}

function isSame(a: readonly Run[], b: readonly Run[]): boolean {
  return wordsIn(a).join(' ') === wordsIn(b).join(' ');
}
