/** The groups of synonyms of an archive: those that came with the program, as people changed them, and its own. Pure. */
import type { Json } from '../json.ts';
import { prefixOf } from '../model/field-schemas.ts';
import { WORD_PREFIX } from '../model/record-types.ts';
import type { Values } from '../model/record-values.ts';
import type { RecordId } from '../sync/op.ts';
import { DEFAULT_SYNONYMS } from './default-synonyms.ts';
import { createSynonymTable, type SynonymTable } from './synonyms.ts';

/** A record of type `synonyms` as it stands; those in the bin count as absent. */
export type SynonymRecord = { readonly id: RecordId; readonly values: Values; readonly deleted: boolean };

export type SynonymGroup = {
  readonly id: RecordId;
  readonly words: readonly string[];
  /** It came with the program. */
  readonly isDefault: boolean;
  /** It came with the program, and people made something else of it. */
  readonly isChanged: boolean;
  /** It came with the program, and is not used here. */
  readonly isOff: boolean;
};

const DEFAULTS: ReadonlyMap<RecordId, readonly string[]> = new Map(
  DEFAULT_SYNONYMS.map(({ id, words }) => [id, words]),
);

/** All groups, first those that came with the program; groups of fewer than two words are among them. */
export function synonymGroupsOf(records: Iterable<SynonymRecord>): SynonymGroup[] {
  const kept = new Map<RecordId, Values>();
  for (const { id, values, deleted } of records) if (!deleted) kept.set(id, values);
  const defaults = DEFAULT_SYNONYMS.map(({ id, words }) => defaultGroup(id, words, kept.get(id) ?? {}));
  const own = [...kept].filter(([id]) => !DEFAULTS.has(id));
  return [...defaults, ...own.map(([id, values]) => ownGroup(id, saidWords(values)))];
}

/** What finding asks when it meets a word. */
export function synonymTableOf(records: Iterable<SynonymRecord>): SynonymTable {
  const used = synonymGroupsOf(records).filter(({ isOff }) => !isOff);
  return createSynonymTable(used.map(({ words }) => words));
}

/** What came with the program, less the words that people took out, and with those that they put in. */
function defaultGroup(id: RecordId, words: readonly string[], values: Values): SynonymGroup {
  const said = saidWords(values);
  const isOff = values['off'] === true;
  const now = [
    ...words.filter((word) => said.get(word) !== false),
    ...[...said].filter(([word, isIn]) => isIn && !words.includes(word)).map(([word]) => word),
  ];
  const isChanged = isOff || now.length !== words.length || now.some((word) => !words.includes(word));
  return { id, words: now, isDefault: true, isChanged, isOff };
}

/** The words that a record of a group puts in: all of a group of the archive's own. */
export function wordsOf(values: Values): string[] {
  return wordsIn(saidWords(values));
}

function wordsIn(said: ReadonlyMap<string, boolean>): string[] {
  return [...said].filter(([, isIn]) => isIn).map(([word]) => word);
}

function ownGroup(id: RecordId, said: ReadonlyMap<string, boolean>): SynonymGroup {
  return { id, words: wordsIn(said), isDefault: false, isChanged: false, isOff: false };
}

/** The words that a record names, in or out. */
function saidWords(values: Values): Map<string, boolean> {
  const fields = Object.entries(values).filter(([field]) => prefixOf(field) === WORD_PREFIX);
  return new Map(fields.map(([field, value]) => [field.slice(WORD_PREFIX.length), value === true]));
}

/** A word as a group holds it; null when it is none. */
export function synonymOf(typed: string): string | null {
  const word = typed
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[\s\u00a0]+/gu, ' ')
    .trim();
  return prefixOf(`${WORD_PREFIX}${word}`) === null ? null : word;
}

/**
 * The fields that make these the words of a group. `values`: what its record holds now; empty for a new one. Of a group that
 * came with the program only what is different from it is written, and what was.
 */
export function fieldsOfWords(
  id: RecordId,
  words: readonly string[],
  values: Values,
): Readonly<Record<string, Json>> {
  const said = saidWords(values);
  const defaults = DEFAULTS.get(id) ?? [];
  const all = new Set([...words, ...defaults, ...said.keys()]);
  const fields: Record<string, Json> = {};
  for (const word of all) {
    const isIn = words.includes(word);
    const was = said.get(word) ?? defaults.includes(word);
    if (isIn !== was) fields[`${WORD_PREFIX}${word}`] = isIn;
  }
  if (values['off'] === true) fields['off'] = false;
  return fields;
}

/** The fields that make a group again what came with the program; none for one of the archive's own. */
export function fieldsOfDefault(id: RecordId, values: Values): Readonly<Record<string, Json>> {
  const defaults = DEFAULTS.get(id);
  return defaults === undefined ? {} : fieldsOfWords(id, defaults, values);
}
