/**
 * What a question is narrowed to. Each page is kept out by bits, so that a facet can count what there would be without its own
 * choice. Nodes are looked at once, pages only where something was found.
 */
import type { PageFilter } from '../../../shared/rpc/contract-asking.ts';
import type { NodeSet } from './ask-sets.ts';
import { belowOf, overlapping, withAllBelow } from './ask-sets.ts';
import { languageCode, PAGE_LANGUAGES } from './page-facts.ts';
import type { TextStore } from './store.ts';

/** What a page is kept out by. */
export const OUT_BY = { fonds: 2, within: 4, languages: 8, years: 16, tags: 32 } as const;

export type OutBy = {
  /** The bits of a row that was found; 0: it is in. */
  (row: number): number;
  /** All bits that any row may have. */
  readonly bits: number;
};

export const NO_PAGE_FILTER: PageFilter = {
  fonds: [],
  within: null,
  tags: [],
  languages: [],
  from: null,
  to: null,
  certainty: 'all',
};

type Narrowed = Pick<TextStore, 'db' | 'nodes' | 'pages' | 'nodeOf' | 'pageOf'>;

/** Holds for one state of the index; whether a page may be seen at all is another matter. */
export function outByOf(store: Narrowed, filter: PageFilter): OutBy {
  const { pages } = store;
  const byNode = outByNode(store, filter);
  const { within } = filter;
  const page = within === null || store.nodeOf(within) !== null ? null : (store.pageOf(within) ?? 0);
  const wanted = filter.languages.map((language) => PAGE_LANGUAGES.findIndex((each) => each === language));
  const languageOut = PAGE_LANGUAGES.map((_, code) =>
    wanted.length === 0 || wanted.includes(code) ? 0 : OUT_BY.languages,
  );
  const tagged = filter.tags.map((tag) => taggedPages(store, tag));
  const isNarrowed = { languages: wanted.length > 0, page: page !== null, tags: tagged.length > 0 };
  const bits =
    (filter.fonds.length > 0 ? OUT_BY.fonds : 0) |
    (within === null ? 0 : OUT_BY.within) |
    (isNarrowed.languages ? OUT_BY.languages : 0) |
    (filter.from === null && filter.to === null ? 0 : OUT_BY.years) |
    (isNarrowed.tags ? OUT_BY.tags : 0);
  const outBy = (row: number): number => {
    if (bits === 0) return 0;
    let out = byNode[pages.nodeOf(row)] ?? 0;
    if (isNarrowed.languages) out |= languageOut[languageCode(pages.factsOf(row))] ?? 0;
    if (isNarrowed.page && page !== row) out |= OUT_BY.within;
    if (isNarrowed.tags && tagged.some((tag) => tag[row] !== 1)) out |= OUT_BY.tags;
    return out;
  };
  return Object.assign(outBy, { bits });
}

function outByNode(store: Narrowed, { fonds, within, from, to }: PageFilter): Uint8Array {
  const { nodes } = store;
  const out = new Uint8Array(nodes.size);
  if (fonds.length > 0) {
    const wanted = new Set(fonds.map((id) => store.nodeOf(id) ?? -1));
    for (let node = 0; node < out.length; node++)
      if (!wanted.has(nodes.fondsOf(node))) out[node] = OUT_BY.fonds;
  }
  if (within !== null) {
    const node = store.nodeOf(within);
    if (node !== null) keepOut(out, withAllBelow(store, new Set([node])), OUT_BY.within);
  }
  if (from !== null || to !== null) {
    const [first, last] = [from === null ? null : dayOf(from, 101), to === null ? null : dayOf(to, 1231)];
    keepOut(out, overlapping(store, first, last), OUT_BY.years);
  }
  return out;
}

function dayOf(year: number, day: number): number {
  return year * 10_000 + day;
}

function keepOut(out: Uint8Array, kept: NodeSet, bit: number): void {
  for (let node = 0; node < out.length; node++) if (kept[node] !== 1) out[node] = (out[node] ?? 0) | bit;
}

/** Pages that bear the tag themselves, or that hang below what bears it. */
function taggedPages(store: Pick<TextStore, 'db' | 'nodes' | 'pages'>, tag: string): Uint8Array {
  const { db } = store;
  const nodes = db.prepare<{ node: number }>('SELECT node FROM node_tag WHERE tag = ?').all(tag);
  const found =
    nodes.length === 0
      ? new Uint8Array(store.pages.size)
      : belowOf(store, withAllBelow(store, new Set(nodes.map(({ node }) => node))));
  for (const { page } of db.prepare<{ page: number }>('SELECT page FROM page_tag WHERE tag = ?').all(tag))
    found[page] = 1;
  return found;
}
