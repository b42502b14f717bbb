/** What a person does with groups of synonyms, as edits. Pure. */
import type { Edit } from '../../../shared/sync/change.ts';
import type { Json } from '../../../shared/json.ts';
import { deleteRecord, newRecord, restoreRecord, setFields } from '../../../shared/sync/edits.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import {
  fieldsOfDefault,
  fieldsOfWords,
  synonymGroupsOf,
  synonymOf,
  type SynonymGroup,
} from '../../../shared/query/synonym-groups.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';

/** The words that a person typed, commas or lines between them; `bad`: the first piece that is no word. */
export function readWords(text: string): { readonly words: readonly string[]; readonly bad: string | null } {
  const pieces = text
    .split(/[,;=\n]/u)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
  const words = pieces.map(synonymOf);
  const bad = pieces[words.indexOf(null)] ?? null;
  return { words: [...new Set(words.filter((word) => word !== null))], bad };
}

/**
 * The edits that make these the words of a group. `record`: what is kept of it, the bin included; null when nothing was
 * written yet. `seen`: the words that the person began with, all of them unless said: what came to the group since stays.
 */
export function wordEdits(
  id: RecordId,
  words: readonly string[],
  record: CatalogueRecord | null,
  seen?: readonly string[],
): Edit[] {
  const group = synonymGroupsOf(record === null ? [] : [record]).find((each) => each.id === id);
  const since = seen === undefined ? [] : (group?.words ?? []).filter((word) => !seen.includes(word));
  const all = [...new Set([...words, ...since])];
  return fieldEdits(id, fieldsOfWords(id, all, record?.values ?? {}), record);
}

/** Takes a group away: one of the archive's own goes into the bin, one that came with the program is not used any more. */
export function removeEdits(group: SynonymGroup, record: CatalogueRecord | null): Edit[] {
  if (group.isDefault) return fieldEdits(group.id, { off: true }, record);
  return record === null ? [] : [deleteRecord(record)];
}

/** Makes changed groups again what came with the program. */
export function backEdits(groups: readonly SynonymGroup[], records: readonly CatalogueRecord[]): Edit[] {
  return groups.flatMap(({ id, isChanged }) => {
    const record = records.find((each) => each.id === id);
    if (!isChanged || record === undefined) return [];
    return fieldEdits(id, fieldsOfDefault(id, record.values), record);
  });
}

function fieldEdits(
  id: RecordId,
  fields: Readonly<Record<string, Json>>,
  record: CatalogueRecord | null,
): Edit[] {
  if (record === null) return [newRecord(id, 'synonyms', fields)];
  const written = Object.keys(fields).length === 0 ? [] : [setFields(record, fields)];
  return record.deleted ? [restoreRecord(record), ...written] : written;
}
