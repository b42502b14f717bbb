/**
 * Compares an index with the rows that it was made from. Of every entry looked at: whether it is in, with the right facts,
 * under each of its words. A whole check looks at every row, every slot and every posting, and so proves that the index
 * holds what the rows say and nothing else; a sample takes some runs of neighbours.
 */
import type { Grant } from '../../shared/model/access.ts';
import type { CatalogueDatabase } from '../db/database.ts';
import type { Row } from '../db/rows.ts';
import { foundRecordOf } from './found-record.ts';
import { createEntries, type Entries } from './entries.ts';
import { rowsById } from './indexer.ts';
import { wordsIn } from './runs.ts';
import type { Entry, Postings, SlotIndex } from './slot-index.ts';
import { codeOfType } from './indexed-types.ts';
import { codeOfStatus, holdsSlot, type SlotTable } from './slot-table.ts';
import { FIELD } from './text-fields.ts';
import { firstDayOf, lastDayOf } from './years.ts';

type FindingKind =
  /** A row that the index does not have. */
  | 'missing'
  /** An entry without a row, or of a row in the bin. */
  | 'dead'
  /** Its level, fonds, place, dates, languages, order or tags are not the row's. */
  | 'facts'
  /** What its children take from it is not what it was put in with. */
  | 'inheritance'
  /** One of its words does not lead to it, or stands elsewhere in it. */
  | 'unfound'
  /** A word leads to it that is not among its words. */
  | 'foreign';

export type Finding = { readonly kind: FindingKind; readonly id: string };
type Verified = { readonly checked: number; readonly findings: readonly Finding[] };

type VerifyDeps = {
  readonly db: CatalogueDatabase;
  readonly index: SlotIndex;
  readonly grant: Grant;
  /** Follows the catalogue, so that the index is as new as the rows; called between two batches. */
  readonly follow: () => Promise<void>;
  readonly onProgress: (done: number) => void;
};

const RUNS = 12;
const RUN_LENGTH = 40;
/** Terms between two breaths. */
const TERM_BATCH = 5000;
/** More than these say nothing new. */
const MAX_FINDINGS = 200;

/** Looks at everything. */
export async function verifyWhole(deps: VerifyDeps): Promise<Verified> {
  const { db, index, grant, follow, onProgress } = deps;
  const suspects = new Set<string>();
  /** How many words and tags should lead to a slot. */
  const wanted = new Map<number, number>();
  let checked = 0;
  const entries = await freshEntries(db, grant);
  for await (const rows of rowsById(db)) {
    const expected = await expectedOf(entries, rows);
    const lookUp = rememberLookups(index);
    for (const [id, entry] of expected) {
      if (compare(index, id, entry, lookUp).length > 0) suspects.add(id);
      const slot = index.slotOf(id);
      if (entry !== null && slot !== undefined) {
        wanted.set(slot, new Set(wordsIn(entry.runs)).size + entry.tags.length);
      }
    }
    checked += rows.length;
    onProgress(checked);
    await follow();
  }
  for (const slot of await overfullSlots(index, wanted, follow)) suspects.add(index.table.ids[slot] ?? '');
  for (const [slot, id] of index.table.ids.entries()) {
    if (index.slotOf(id) === slot && !wanted.has(slot)) suspects.add(id);
  }
  return { checked, findings: await confirm(deps, suspects, wanted) };
}

/** Looks at some entries and their neighbours among the rows. */
export async function verifySample(deps: VerifyDeps, random: () => number = Math.random): Promise<Verified> {
  const { db, index, grant, follow } = deps;
  const suspects = new Set<string>();
  let checked = 0;
  const entries = await freshEntries(db, grant);
  for (let run = 0; run < RUNS; run++) {
    const from = index.table.ids[Math.floor(random() * index.used)] ?? '';
    const rows = await db.records.where('id').aboveOrEqual(from).limit(RUN_LENGTH).toArray();
    const expected = await expectedOf(entries, rows);
    const lookUp = rememberLookups(index);
    for (const [id, entry] of expected) {
      if (compare(index, id, entry, lookUp).length > 0) suspects.add(id);
    }
    if (index.slotOf(from) !== undefined && rows[0]?.id !== from) suspects.add(from);
    checked += rows.length;
    await follow();
  }
  return { checked, findings: await confirm(deps, suspects, new Map()) };
}

/** Read for this check alone: what following keeps at hand may be what is wrong. */
async function freshEntries(db: CatalogueDatabase, grant: Grant): Promise<Entries> {
  const entries = createEntries(db, grant);
  await entries.loadWords();
  return entries;
}

/** What the index should have of each row; null where it should have none. */
async function expectedOf(entries: Entries, rows: readonly Row[]): Promise<[string, Entry | null][]> {
  const records = rows.map(foundRecordOf);
  await entries.load(records);
  return records.flatMap((record) => {
    const expected = entries.of(record);
    return expected === null ? [] : [[record.id, expected.entry] as [string, Entry | null]];
  });
}

/** Where a word leads to, and whether its other forms lead to it. */
type Lookup = { readonly postings: Postings; readonly isKeyed: boolean };
type LookUp = (term: string) => Lookup;

/** Neighbours share most of their words. Good until the index changes: for one batch that is looked at in one go. */
function rememberLookups(index: SlotIndex): LookUp {
  const known = new Map<string, Lookup>();
  return (term) => {
    const before = known.get(term);
    if (before !== undefined) return before;
    const lookup = { postings: index.postingsOf(term), isKeyed: index.terms.isKeyed(term) };
    known.set(term, lookup);
    return lookup;
  };
}

function compare(index: SlotIndex, id: string, entry: Entry | null, lookUp: LookUp): FindingKind[] {
  const slot = index.slotOf(id);
  if (entry === null) return slot === undefined ? [] : ['dead'];
  if (slot === undefined) return ['missing'];
  const found: FindingKind[] = [];
  if (!hasFacts(index.table, slot, entry)) found.push('facts');
  if (index.table.columns.inherited[slot] !== entry.inherited) found.push('inheritance');
  const leads = (word: string) =>
    lookUp(word).postings.some((slots) => slots !== null && slots !== undefined && holdsSlot(slots, slot));
  const numbered = index.numbered(entry.runs);
  const isThere = numbered !== null && index.words.isSame(slot, numbered);
  const areKeyed = entry.runs.every(
    ({ field, words }) => field === FIELD.code || words.every((word) => lookUp(word).isKeyed),
  );
  if (!isThere || !areKeyed || !wordsIn(entry.runs).every(leads)) found.push('unfound');
  return found;
}

function hasFacts({ ids, columns, fonds, languages, tags }: SlotTable, slot: number, entry: Entry): boolean {
  const [years, parent] = [entry.years, columns.parents[slot] ?? -1];
  const areTrue = [
    columns.types[slot] === codeOfType(entry.t),
    columns.from[slot] === years.from && columns.fromDay[slot] === firstDayOf(years),
    columns.to[slot] === years.to && columns.toDay[slot] === lastDayOf(years),
    columns.order[slot] === entry.order,
    columns.changed[slot] === entry.changed,
    columns.statuses[slot] === codeOfStatus(entry.status),
    languages[columns.languages[slot] ?? 0] === entry.languages.join(' '),
    ids[parent] === entry.above[0],
    fonds[columns.fonds[slot] ?? -1]?.id === entry.fonds?.id,
    entry.tags.every((tag) => holdsSlot(tags.get(tag) ?? [], slot)),
  ];
  return !areTrue.includes(false);
}

/** The slots that more words and tags lead to than `wanted` says; those not in it are not looked at. */
async function overfullSlots(
  index: SlotIndex,
  wanted: ReadonlyMap<number, number>,
  follow: () => Promise<void>,
): Promise<number[]> {
  const leading = new Uint32Array(index.used);
  for (const slots of index.table.tags.values()) {
    for (const slot of slots) leading[slot] = (leading[slot] ?? 0) + 1;
  }
  const terms = index.terms.all();
  for (let at = 0; at < terms.length; at += TERM_BATCH) {
    for (const term of terms.slice(at, at + TERM_BATCH)) {
      for (const slots of index.postingsOf(term)) {
        for (const slot of slots ?? []) leading[slot] = (leading[slot] ?? 0) + 1;
      }
    }
    await follow();
  }
  return [...wanted].flatMap(([slot, count]) => ((leading[slot] ?? 0) > count ? [slot] : []));
}

/** Looks at what seemed untrue twice more, after following: a row may have changed between being read and compared. */
async function confirm(
  deps: VerifyDeps,
  suspects: ReadonlySet<string>,
  wanted: ReadonlyMap<number, number>,
): Promise<readonly Finding[]> {
  let findings: readonly Finding[] = [];
  let left = [...suspects].slice(0, MAX_FINDINGS);
  for (let round = 0; round < 2 && left.length > 0; round++) {
    findings = await lookAgain(deps, left, wanted);
    left = [...new Set(findings.map(({ id }) => id))];
  }
  return findings;
}

async function lookAgain(
  { db, index, grant, follow }: VerifyDeps,
  ids: readonly string[],
  wanted: ReadonlyMap<number, number>,
): Promise<Finding[]> {
  await follow();
  const overfull = new Set(await overfullSlots(index, wanted, follow));
  const entries = await freshEntries(db, grant);
  const rows = (await db.records.bulkGet([...ids])).filter((row) => row !== undefined);
  const expected = new Map(await expectedOf(entries, rows));
  const lookUp = rememberLookups(index);
  return ids.flatMap((id) => {
    const kinds = compare(index, id, expected.get(id) ?? null, lookUp);
    const slot = index.slotOf(id);
    if (kinds.length === 0 && slot !== undefined && overfull.has(slot)) kinds.push('foreign');
    return kinds.map((kind) => ({ kind, id }));
  });
}
