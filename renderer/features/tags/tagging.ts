/** Which tags records carry, and the edits that give and take them. Pure. */
import { compareText } from '../../../shared/model/compare-text.ts';
import { TAG_PREFIX, type Language } from '../../../shared/model/record-types.ts';
import { labelOf, tagsOf } from '../../../shared/model/record-values.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import type { RecordView } from '../../../shared/sync/view.ts';

/** How many of the records carry each tag. */
export function tagCounts(records: readonly RecordView[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const tag of records.flatMap((record) => tagsOf(record.values))) {
    counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return counts;
}

/** The edits that give a tag to all records, or take it from them; those that need none are left out. */
export function tagEdits(records: readonly RecordView[], tag: string, given: boolean): Edit[] {
  const field = `${TAG_PREFIX}${tag}`;
  return records
    .filter((record) => tagsOf(record.values).includes(tag) !== given)
    .map((record) => setFields(record, { [field]: given }));
}

/** The tags whose name in any language holds the text, in the order of the language. */
export function matchingTags<T extends RecordView>(
  tags: readonly T[],
  text: string,
  language: Language,
): T[] {
  const wanted = text.trim().toLocaleLowerCase(language);
  const names = (tag: T) =>
    ['label/kk', 'label/ru', 'label/en']
      .map((field) => tag.values[field])
      .filter((name) => typeof name === 'string');
  const compare = compareText(language);
  return tags
    .filter((tag) => names(tag).some((name) => name.toLocaleLowerCase(language).includes(wanted)))
    .sort((a, b) => compare(labelOf(a.values, language) ?? '', labelOf(b.values, language) ?? ''));
}

/** Whether a tag of this very name is there already. */
export function isKnownName(tags: readonly RecordView[], text: string): boolean {
  const wanted = text.trim().toLocaleLowerCase();
  return tags.some((tag) =>
    ['label/kk', 'label/ru', 'label/en'].some((field) => {
      const name = tag.values[field];
      return typeof name === 'string' && name.trim().toLocaleLowerCase() === wanted;
    }),
  );
}
