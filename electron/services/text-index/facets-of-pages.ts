/** Counts for facets: summed by node in one pass, and only then by fonds, decade and tag. */
import type { PageFacets } from '../../../shared/rpc/contract-asking.ts';
import { OUT_BY } from './ask-filter.ts';
import { withAllBelow } from './ask-sets.ts';
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
  const inList = new Uint8Array(pages.size);
  const count = (sums: Uint32Array, at: number): void => {
    sums[at] = (sums[at] ?? 0) + 1;
  };

  return {
    add(row, node, out) {
      if (out === 0) {
        count(forAll, node);
        inList[row] = 1;
      }
      if ((out & ~OUT_BY.languages) === 0) count(byLanguage, languageCode(pages.factsOf(row)));
      if (bits === 0) return;
      if (forFonds !== forAll && (out & ~OUT_BY.fonds) === 0) count(forFonds, node);
      if (forYears !== forAll && (out & ~OUT_BY.years) === 0) count(forYears, node);
    },
    told: () => ({
      fonds: countFonds(store, forFonds),
      languages: named(
        PAGE_LANGUAGES.flatMap((code, at) => (code === null ? [] : [[code, byLanguage[at] ?? 0]])),
      ),
      years: countDecades(store, forYears),
      tags: countTags(store, forAll, inList),
    }),
  };
}

function countFonds(store: Counted, byNode: Uint32Array): Record<string, number> {
  const sums = new Map<number, number>();
  for (let node = 1; node < byNode.length; node++) {
    const pages = byNode[node] ?? 0;
    if (pages > 0) add(sums, store.nodes.fondsOf(node), pages);
  }
  return named([...sums].map(([fonds, pages]) => [fonds === 0 ? '' : (store.idOfNode(fonds) ?? ''), pages]));
}

/** Longer than this is no range of one thing's dates. */
const MOST_DECADES = 60;

function countDecades({ nodes }: Counted, byNode: Uint32Array): Record<string, number> {
  const sums = new Map<number, number>();
  for (let node = 1; node < byNode.length; node++) {
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

/** What the list has of each tag, on the page or above it: each page once. */
function countTags(store: Counted, byNode: Uint32Array, inList: Uint8Array): Record<string, number> {
  const { db, nodes, pages } = store;
  const nodesByTag = new Map<string, Set<number>>();
  for (const { tag, node } of db
    .prepare<{ tag: string; node: number }>('SELECT tag, node FROM node_tag')
    .each()) {
    const known = nodesByTag.get(tag);
    if (known === undefined) nodesByTag.set(tag, new Set([node]));
    else known.add(node);
  }
  const sums = new Map<string, number>();
  const setsByTag = new Map<string, Uint8Array>();
  for (const [tag, tagged] of nodesByTag) {
    const below = withAllBelow({ nodes }, tagged);
    setsByTag.set(tag, below);
    let sum = 0;
    for (let node = 1; node < below.length; node++) if (below[node] === 1) sum += byNode[node] ?? 0;
    sums.set(tag, sum);
  }
  for (const { tag, page } of db
    .prepare<{ tag: string; page: number }>('SELECT tag, page FROM page_tag')
    .each()) {
    if (inList[page] === 1 && setsByTag.get(tag)?.[pages.nodeOf(page)] !== 1) add(sums, tag, 1);
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
