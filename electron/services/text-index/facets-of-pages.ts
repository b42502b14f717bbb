/** Counts for facets: summed by node in one pass, and only then by fonds, decade and tag. */
import type { PageFacets } from '../../../shared/rpc/contract-asking.ts';
import { OUT_BY } from './ask-filter.ts';
import { languageCode, PAGE_LANGUAGES } from './page-facts.ts';
import type { TextStore } from './store.ts';

export type FacetSums = {
  /** A page that was found, with what keeps it out. */
  add(row: number, node: number, out: number): void;
  told(): Omit<PageFacets, 'certainty'>;
};

type Counted = Pick<TextStore, 'db' | 'nodes' | 'pages' | 'idOfNode'>;

/** `bits`: all that a page may be kept out by; without a choice of its own a facet counts what is in the list. */
export function createFacetSums(store: Counted, bits: number): FacetSums {
  const { nodes, pages } = store;
  const forAll = new Uint32Array(nodes.size);
  const sumsBut = (bit: number): Uint32Array => ((bits & bit) === 0 ? forAll : new Uint32Array(nodes.size));
  const forFonds = sumsBut(OUT_BY.fonds);
  const forYears = sumsBut(OUT_BY.years);
  const byLanguage = new Uint32Array(PAGE_LANGUAGES.length);
  const inList = new Set<number>();
  const touched: number[] = [];
  const pagesByTag = readTags(store.db);
  const tagged = new Set([...pagesByTag.values()].flat());
  const count = (sums: Uint32Array, at: number): void => {
    sums[at] = (sums[at] ?? 0) + 1;
  };

  return {
    add(row, node, out) {
      if (forAll[node] === 0 && forFonds[node] === 0 && forYears[node] === 0) touched.push(node);
      if (out === 0) {
        count(forAll, node);
        if (tagged.has(row)) inList.add(row);
      }
      if ((out & ~OUT_BY.languages) === 0) count(byLanguage, languageCode(pages.factsOf(row)));
      if (bits === 0) return;
      if (forFonds !== forAll && (out & ~OUT_BY.fonds) === 0) count(forFonds, node);
      if (forYears !== forAll && (out & ~OUT_BY.years) === 0) count(forYears, node);
    },
    told: () => ({
      fonds: countFonds(store, touched, forFonds),
      languages: named(
        PAGE_LANGUAGES.flatMap((code, at) => (code === null ? [] : [[code, byLanguage[at] ?? 0]])),
      ),
      years: countDecades(store, touched, forYears),
      tags: countTags(store, touched, forAll, pagesByTag, inList),
    }),
  };
}

function countFonds(store: Counted, touched: readonly number[], byNode: Uint32Array): Record<string, number> {
  const sums = new Map<number, number>();
  for (const node of touched) add(sums, store.nodes.fondsOf(node), byNode[node] ?? 0);
  return named([...sums].map(([fonds, pages]) => [fonds === 0 ? '' : (store.idOfNode(fonds) ?? ''), pages]));
}

/** Longer than this is no range of one thing's dates. */
const MOST_DECADES = 60;

function countDecades(
  { nodes }: Counted,
  touched: readonly number[],
  byNode: Uint32Array,
): Record<string, number> {
  const sums = new Map<number, number>();
  for (const node of touched) {
    const pages = byNode[node] ?? 0;
    if (pages === 0) continue;
    const { first, last } = nodes.daysOf(node);
    if (first === 0 && last === 0) continue;
    const from = decadeOf(first === 0 ? last : first);
    const to = Math.min(decadeOf(last === 0 ? first : last), from + 10 * MOST_DECADES);
    for (let decade = from; decade <= to; decade += 10) add(sums, decade, pages);
  }
  return named([...sums].map(([decade, pages]) => [String(decade), pages]));
}

function decadeOf(day: number): number {
  return Math.floor(day / 100_000) * 10;
}

/** The rows of the pages that bear a tag themselves. */
function readTags(db: Counted['db']): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  for (const { tag, page } of db
    .prepare<{ tag: string; page: number }>('SELECT tag, page FROM page_tag')
    .all()) {
    const known = rows.get(tag);
    if (known === undefined) rows.set(tag, [page]);
    else known.push(page);
  }
  return rows;
}

/** What the list has of each tag, on the page or above it: each page once. */
function countTags(
  { db, nodes, pages }: Counted,
  touched: readonly number[],
  byNode: Uint32Array,
  pagesByTag: ReadonlyMap<string, readonly number[]>,
  inList: ReadonlySet<number>,
): Record<string, number> {
  const tagsByNode = new Map<number, string[]>();
  for (const { tag, node } of db
    .prepare<{ tag: string; node: number }>('SELECT tag, node FROM node_tag')
    .all()) {
    const known = tagsByNode.get(node);
    if (known === undefined) tagsByNode.set(node, [tag]);
    else known.push(tag);
  }
  const sums = new Map<string, number>();
  const tagsAbove = (node: number): Set<string> => {
    const tags = new Set<string>();
    // Deeper than any levels go is only a circle.
    for (let each = node, depth = 0; each > 0 && depth < 40; each = nodes.parentOf(each), depth++)
      for (const tag of tagsByNode.get(each) ?? []) tags.add(tag);
    return tags;
  };
  if (tagsByNode.size > 0) {
    for (const node of touched) for (const tag of tagsAbove(node)) add(sums, tag, byNode[node] ?? 0);
  }
  for (const [tag, rows] of pagesByTag) {
    for (const row of rows) {
      if (inList.has(row) && !tagsAbove(pages.nodeOf(row)).has(tag)) add(sums, tag, 1);
    }
  }
  return named([...sums]);
}

function add<K>(sums: Map<K, number>, key: K, pages: number): void {
  sums.set(key, (sums.get(key) ?? 0) + pages);
}

/** Without what there is none of. */
function named(counts: readonly (readonly [string, number])[]): Record<string, number> {
  return Object.fromEntries(counts.filter(([name, pages]) => name !== '' && pages > 0));
}
