/**
 * The search index as bytes: lines of JSON (the slots, then FlexSearch's parts, each a key and its data), gzipped and cut
 * into chunks with a CRC each. Reading trusts nothing: whatever is not as it was written gives null, and a rebuild.
 */
import { z } from 'zod';
import { STATUSES } from '../../shared/model/elements.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { crc32 } from '../../shared/crc32.ts';
import { INDEXED_TYPES } from './indexed-types.ts';
import { areWholeKeys } from './key-index.ts';
import type { SlotIndex, StoredIndex } from './slot-index.ts';
import { packWords, unpackWords } from './packed-words.ts';
import type { Columns, SlotTable } from './slot-table.ts';
import { isWholeStore } from './word-store.ts';
import { yearOfDay } from './years.ts';

export const MAX_CHUNK_BYTES = 2 * 1024 * 1024;

export type Chunk = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly crc: number;
};

const fondsSchema = z.array(z.strictObject({ id: z.string(), sort: z.string() }));
/** Numbers stand as base64 of their little-endian bytes: 100,000 of them are read in a millisecond, as JSON in twenty. */
const tableSchema = z.strictObject({
  ids: z.array(z.string()),
  types: z.string(),
  alive: z.string(),
  inherited: z.string(),
  fonds: z.string(),
  fromDay: z.string(),
  toDay: z.string(),
  order: z.string(),
  parents: z.string(),
  languages: z.string(),
  statuses: z.string(),
  changed: z.string(),
  allFonds: fondsSchema,
  allLanguages: z.array(z.string()),
  tags: z.array(z.tuple([z.string(), z.string()])),
});
/** What stands beside FlexSearch's parts: where words stand, the terms in their order, and under which keys they are found. */
const wordsSchema = z.strictObject({
  words: z.string(),
  sorted: z.string(),
  keyed: z.string(),
  keys: z.string(),
  keyStarts: z.string(),
  keyTerms: z.string(),
});
/** Between two keys; no key has it. */
const KEY_SEPARATOR = '\n';

/**
 * Packs the index as it is at the call; what is put in while the bytes are being squeezed is not in them.
 */
export async function packIndex(index: SlotIndex): Promise<Chunk[]> {
  const lines = [JSON.stringify(printTable(index.table)), JSON.stringify(printWords(index))];
  index.exportParts((key, json) => {
    // FlexSearch tells of parts that it has nothing in.
    if (json) lines.push(JSON.stringify(key), json);
  });
  return cut(await squeeze(lines));
}

/** Reads chunks back; null when any of them is damaged, missing or of another making. */
export async function unpackIndex(chunks: readonly Chunk[]): Promise<StoredIndex | null> {
  if (chunks.length === 0 || chunks.some(({ bytes, crc }) => crc32(bytes) !== crc)) return null;
  try {
    const lines = (await unsqueeze(chunks)).split('\n');
    const table = readTable(tableSchema.parse(JSON.parse(lines[0] ?? '')));
    if (table === null) return null;
    const parts: { key: string; data: unknown }[] = [];
    for (let i = 2; i + 1 < lines.length; i += 2) {
      parts.push({
        key: z.string().parse(JSON.parse(lines[i] ?? '')),
        data: JSON.parse(lines[i + 1] ?? ''),
      });
    }
    const rest = readWords(wordsSchema.parse(JSON.parse(lines[1] ?? '')));
    return rest !== null && isWhole(rest, table, parts) ? { table, parts, ...rest } : null;
  } catch {
    return null;
  }
}

type PrintedTable = z.infer<typeof tableSchema>;

type PrintedWords = z.infer<typeof wordsSchema>;

function printWords(index: SlotIndex): PrintedWords {
  const { sorted, keyed, keys } = index.terms.stored();
  return {
    words: packWords(index.words.stored()),
    sorted: toBase64(sorted),
    keyed: toBase64(keyed),
    keys: keys.keys.join(KEY_SEPARATOR),
    keyStarts: toBase64(keys.starts),
    keyTerms: toBase64(keys.terms),
  };
}

type ReadWords = Pick<StoredIndex, 'words' | 'terms'>;

function readWords(printed: PrintedWords): ReadWords | null {
  const numbers = (text: string): Uint32Array => new Uint32Array(fromBase64(text));
  const words = unpackWords(printed.words);
  if (words === null) return null;
  return {
    words,
    terms: {
      sorted: numbers(printed.sorted),
      keyed: new Uint8Array(fromBase64(printed.keyed)),
      keys: {
        keys: printed.keys === '' ? [] : printed.keys.split(KEY_SEPARATOR),
        starts: numbers(printed.keyStarts),
        terms: numbers(printed.keyTerms),
      },
    },
  };
}

/** Every number leads somewhere, and there are as many terms as FlexSearch has. */
function isWhole({ words, terms }: ReadWords, { ids }: SlotTable, parts: StoredIndex['parts']): boolean {
  const { sorted, keyed, keys } = terms;
  const count = sorted.length;
  const inMaps = parts
    .filter(({ key }) => key.endsWith('map'))
    .reduce((sum, { data }) => sum + (data as unknown[]).length, 0);
  return (
    count === inMaps &&
    keyed.length === count &&
    sorted.every((number) => number < count) &&
    isWholeStore(words, ids.length, count) &&
    areWholeKeys(keys, count)
  );
}

function printTable({ ids, columns, fonds, languages, tags }: SlotTable): PrintedTable {
  const used = ids.length;
  const print = (name: keyof Columns): string => toBase64(columns[name].subarray(0, used));
  return {
    ids,
    types: print('types'),
    alive: print('alive'),
    inherited: print('inherited'),
    fonds: print('fonds'),
    fromDay: print('fromDay'),
    toDay: print('toDay'),
    order: print('order'),
    parents: print('parents'),
    languages: print('languages'),
    statuses: print('statuses'),
    changed: print('changed'),
    allFonds: fonds,
    allLanguages: languages,
    tags: [...tags].map(([tag, slots]) => [tag, toBase64(Uint32Array.from(slots))]),
  };
}

function readTable(printed: PrintedTable): SlotTable | null {
  const { ids, allFonds, allLanguages } = printed;
  const fromDay = new Int32Array(fromBase64(printed.fromDay));
  const toDay = new Int32Array(fromBase64(printed.toDay));
  const columns: Columns = {
    types: new Uint8Array(fromBase64(printed.types)),
    alive: new Uint8Array(fromBase64(printed.alive)),
    inherited: new Uint32Array(fromBase64(printed.inherited)),
    fonds: new Int32Array(fromBase64(printed.fonds)),
    from: Int16Array.from(fromDay, yearOfDay),
    to: Int16Array.from(toDay, yearOfDay),
    fromDay,
    toDay,
    order: new Float64Array(fromBase64(printed.order)),
    parents: new Int32Array(fromBase64(printed.parents)),
    languages: new Uint16Array(fromBase64(printed.languages)),
    statuses: new Uint8Array(fromBase64(printed.statuses)),
    changed: new Float64Array(fromBase64(printed.changed)),
  };
  const tags = new Map(
    printed.tags.map(([tag, slots]): [string, number[]] => [tag, [...new Uint32Array(fromBase64(slots))]]),
  );
  const areFacts =
    Object.values(columns).every((column) => column.length === ids.length) &&
    columns.types.every((type) => type < INDEXED_TYPES.length) &&
    columns.fonds.every((place) => place < allFonds.length) &&
    columns.parents.every((slot) => slot < ids.length) &&
    columns.statuses.every((status) => status <= STATUSES.length) &&
    columns.languages.every((place) => place < allLanguages.length) &&
    [...tags.values()].every((slots) => isRising(slots) && (slots.at(-1) ?? -1) < ids.length);
  return areFacts ? { ids, columns, fonds: allFonds, languages: allLanguages, tags } : null;
}

function isRising(slots: readonly number[]): boolean {
  return slots.every((slot, i) => i === 0 || slot > (slots[i - 1] ?? slot));
}

async function squeeze(lines: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const text = new Blob(lines.flatMap((line) => [line, '\n']));
  const squeezed = text.stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(squeezed).arrayBuffer());
}

async function unsqueeze(chunks: readonly Chunk[]): Promise<string> {
  const squeezed = new Blob(chunks.map((chunk) => chunk.bytes));
  return new Response(squeezed.stream().pipeThrough(new DecompressionStream('gzip'))).text();
}

function cut(bytes: Uint8Array<ArrayBuffer>): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 0; at < bytes.length; at += MAX_CHUNK_BYTES) {
    const piece = bytes.slice(at, at + MAX_CHUNK_BYTES);
    chunks.push({ bytes: piece, crc: crc32(piece) });
  }
  return chunks;
}
