/** Sets of pages by what is not in their words: reference codes, dates, languages, and the narrowing of a question. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { readLeafRanges, spanOf } from '../../../shared/model/leaves.ts';
import type { LeafRange } from '../../../shared/model/read-leaves.ts';
import type { CodeNode, DatesNode, QueryNode } from '../../../shared/query/query-node.ts';
import type { Pace } from './ask-pace.ts';
import type { PageSet } from './ask-plan.ts';
import { languageCode, PAGE_LANGUAGES } from './page-facts.ts';
import type { TextStore } from './store.ts';

/** A byte for each node. */
export type NodeSet = Uint8Array;

export type PageSets = {
  /** The pages of a code, of dates, of a language or level. */
  of(node: QueryNode, pace: Pace): Promise<PageSet>;
};

export function createPageSets(store: Pick<TextStore, 'db' | 'nodes' | 'pages'>): PageSets {
  const { db } = store;
  return {
    async of(node, pace) {
      if (node.kind === 'dates') return belowOf(store, datedNodes(store, node));
      if (node.kind === 'code') return pagesOfCode(db, store, node, pace);
      if (node.kind !== 'value') return new Uint8Array(store.pages.size);
      // Of all levels only pages are found here.
      if (node.field === 'level') return new Uint8Array(store.pages.size).fill(node.value === 'page' ? 1 : 0);
      return inLanguage(store, node.value);
    },
  };
}

/** All pages below these nodes, however deep: the nodes are looked at, not what is above them. */
export function belowOf({ pages }: Pick<TextStore, 'pages'>, nodes: NodeSet): PageSet {
  const found = new Uint8Array(pages.size);
  for (let page = 1; page < found.length; page++) if (nodes[pages.nodeOf(page)] === 1) found[page] = 1;
  return found;
}

/** These nodes and all below them. */
export function withAllBelow({ nodes }: Pick<TextStore, 'nodes'>, wanted: ReadonlySet<number>): NodeSet {
  // 2: known not to be.
  const state = new Uint8Array(nodes.size);
  for (let node = 1; node < state.length; node++) {
    const path: number[] = [];
    let each = node;
    while (each > 0 && state[each] === 0 && !wanted.has(each) && path.length < 40) {
      path.push(each);
      each = nodes.parentOf(each);
    }
    const isIn = each > 0 && (wanted.has(each) || state[each] === 1);
    if (isIn && each < state.length) state[each] = 1;
    for (const passed of path) state[passed] = isIn ? 1 : 2;
  }
  return state.map((value) => (value === 1 ? 1 : 0));
}

/** Nodes whose days overlap these, both inclusive, as YYYYMMDD; what has no days overlaps nothing. */
export function overlapping(
  { nodes }: Pick<TextStore, 'nodes'>,
  from: number | null,
  to: number | null,
): NodeSet {
  const found = new Uint8Array(nodes.size);
  for (let node = 1; node < found.length; node++) {
    const { first, last } = nodes.daysOf(node);
    if (first === 0 && last === 0) continue;
    const isBefore = to !== null && first !== 0 && first > to;
    const isAfter = from !== null && last !== 0 && last < from;
    if (!isBefore && !isAfter) found[node] = 1;
  }
  return found;
}

function datedNodes(store: Pick<TextStore, 'nodes'>, { from, to }: DatesNode): NodeSet {
  const number = (day: string | null): number | null =>
    day === null ? null : Number(day.replaceAll('-', ''));
  return overlapping(store, number(from), number(to));
}

function inLanguage({ pages }: Pick<TextStore, 'pages'>, language: string): PageSet {
  const found = new Uint8Array(pages.size);
  const wanted = PAGE_LANGUAGES.findIndex((each) => each === language);
  if (wanted <= 0) return found;
  for (let page = 1; page < found.length; page++) {
    const facts = pages.factsOf(page);
    if (facts !== 0 && languageCode(facts) === wanted) found[page] = 1;
  }
  return found;
}

/** The records with the last part of the code whose upper parts are among those above them, and all their pages. */
async function pagesOfCode(
  db: Database,
  store: Pick<TextStore, 'nodes' | 'pages'>,
  { tokens, parts, begun }: CodeNode,
  pace: Pace,
): Promise<PageSet> {
  let found: PageSet = new Uint8Array(store.pages.size).fill(1);
  for (const [i, token] of tokens.entries()) {
    const isBegun = begun && i === tokens.length - 1;
    const nodes = new Set(nodesWithWord(db, token, isBegun));
    const below = belowOf(store, withAllBelow(store, nodes));
    found = found.map((value, page) => value & (below[page] ?? 0));
    await pace.turn();
  }
  return parts.leaves === undefined ? found : onLeaves(db, found, parts.leaves, pace);
}

function nodesWithWord(db: Database, word: string, begun: boolean): number[] {
  const sql = begun
    ? 'SELECT node FROM node_code WHERE word >= ? AND word < ?'
    : 'SELECT node FROM node_code WHERE word = ?';
  const bounds = begun ? [word, `${word}\u{10FFFF}`] : [word];
  return db
    .prepare<{ node: number }>(sql)
    .all(...bounds)
    .map(({ node }) => node);
}

const LEAVES_AT_ONCE = 20_000;

async function onLeaves(
  db: Database,
  among: PageSet,
  asked: readonly LeafRange[],
  pace: Pace,
): Promise<PageSet> {
  const found = new Uint8Array(among.length);
  const spans = asked.map(spanOf);
  const some = db.prepare<{ id: number; leaf: string }>(
    `SELECT id, leaf FROM page WHERE id > ? ORDER BY id LIMIT ${LEAVES_AT_ONCE}`,
  );
  for (let after = among.indexOf(1, 1) - 1; after >= 0;) {
    const rows = some.all(after);
    for (const { id, leaf } of rows) if (among[id] === 1 && shows(leaf, spans)) found[id] = 1;
    await pace.turn();
    const last = rows.at(-1);
    after = last === undefined ? -1 : among.indexOf(1, last.id + 1) - 1;
  }
  return found;
}

function shows(leaf: string, spans: readonly (readonly [string, string])[]): boolean {
  if (leaf === '') return false;
  const own = (readLeafRanges(leaf).ranges ?? []).map(spanOf);
  return own.some(([start, end]) => spans.some(([from, to]) => start <= to && end >= from));
}
