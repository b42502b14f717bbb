/**
 * All pages that a query finds, with the tier of each and how far its words are from those asked for. Certain pages come first and
 * by themselves; the uncertain ones are added to them. Whoever may see which page is not looked at here.
 */
import type { QueryNode } from '../../../shared/query/query-node.ts';
import { anyOf } from './ask-expression.ts';
import { garbledPhrase, type Garbled } from './ask-garbled.ts';
import type { Pace } from './ask-pace.ts';
import { isOfText, planOf, type Known, type PageSet, type Plan } from './ask-plan.ts';
import type { PageFinder } from './ask-run.ts';
import type { PageSets } from './ask-sets.ts';
import type { Misreading } from './expand-forms.ts';
import { expandQuery, type Expanded, type ExpandDeps } from './expand-words.ts';
import { quoted, suspectTerm } from './terms.ts';
import type { TextStore } from './store.ts';

export type FoundPages = {
  /** For each row its tier and 1; 0 where nothing was found. */
  readonly tiers: Uint8Array;
  /** What its words cost, in hundredths. */
  readonly costs: Uint8Array;
  /** BM25 of the certain pages; null when there are too many to weigh them, or nothing to weigh. */
  readonly weights: ReadonlyMap<number, number> | null;
  /** False: there are too many. */
  readonly ranked: boolean;
  readonly words: Expanded['asked'];
};

export type EvaluateDeps = ExpandDeps & {
  readonly store: TextStore;
  readonly finder: PageFinder;
  readonly sets: PageSets;
};

/** No more pages than these are weighed. */
export const MOST_WEIGHED = 20_000;

/** What is certain: tiers 0 to 2. */
export async function findCertain(deps: EvaluateDeps, root: QueryNode, pace: Pace): Promise<FoundPages> {
  const { store, finder } = deps;
  const { size } = store.pages;
  const expanded = await expandQuery(deps, root, false, pace);
  const known = await knownOf(deps, root, expanded, new Map(), pace);
  const plan = planOf(root, 2, known);
  const tiers = await finder.run(plan, size, pace);
  let found = 0;
  for (let row = 0; row < size; row++) {
    if (tiers[row] === 0) continue;
    tiers[row] = 3;
    found++;
  }
  const ranked = found <= MOST_WEIGHED;
  for (const level of [1, 0] as const) {
    const upper = planOf(root, level, known);
    if (upper.kind === 'none' || (level === 0 && !hasCode(root))) continue;
    const note = (row: number): void => {
      if (row < size) tiers[row] = level + 1;
    };
    // Nobody turns over so many pages: which of the others stand as they were typed need not be known.
    if (!ranked && upper.kind === 'words') finder.newest(upper.expression, MOST_WEIGHED, note);
    else (await finder.run(upper, size, pace)).forEach((value, row) => value !== 0 && note(row));
  }
  const expression = expressionIn(plan);
  return {
    tiers,
    costs: new Uint8Array(size),
    weights: ranked && expression !== null ? finder.weigh(expression, MOST_WEIGHED) : null,
    ranked,
    words: expanded.asked,
  };
}

/** The same with tiers 3 and 4. */
export async function addUncertain(
  deps: EvaluateDeps,
  root: QueryNode,
  certain: FoundPages,
  pace: Pace,
): Promise<FoundPages> {
  const { finder } = deps;
  const size = certain.tiers.length;
  const expanded = await expandQuery(deps, root, true, pace);
  const garbled = new Map<QueryNode, Garbled>();
  for (const node of phrasesIn(root)) {
    garbled.set(node, await garbledPhrase(deps.store, finder, node, expanded.wordsOf(node), pace));
  }
  const known = await knownOf(deps, root, expanded, garbled, pace);
  // Pages that have one of the words need not be looked for twice.
  const isOne = isAnyWord(root);
  const pages = isOne ? null : await finder.run(planOf(root, 4, known), size, pace);
  const tiers = certain.tiers.slice();
  const costs = new Uint8Array(size);
  for (const part of root.kind === 'all' ? root.parts : [root]) {
    await weighPart(deps, part, { expanded, garbled, pages, certain: certain.tiers }, { tiers, costs }, pace);
  }
  if (pages !== null) noteUnweighed(pages, tiers, costs);
  return { ...certain, tiers, costs, words: expanded.asked };
}

/** Nothing but words and phrases of which one is enough. */
function isAnyWord(node: QueryNode): boolean {
  if (node.kind === 'any') return node.parts.every(isAnyWord);
  return (node.kind === 'word' || node.kind === 'phrase') && isOfText(node);
}

function noteUnweighed(pages: PageSet, tiers: Uint8Array, costs: Uint8Array): void {
  for (let row = 0; row < pages.length; row++) {
    if (pages[row] !== 0 && tiers[row] === 0) [tiers[row], costs[row]] = [UNWEIGHED_TIER, UNWEIGHED_COST];
  }
}

/** Found by a tree that is too deep to say by what. */
const UNWEIGHED_TIER = 5;
const UNWEIGHED_COST = 50;
const HUNDREDTHS = 100;
const MOST_COST = 255;

type Uncertain = {
  readonly expanded: Expanded;
  readonly garbled: ReadonlyMap<QueryNode, Garbled>;
  /** Null: all that have a word of the part. */
  readonly pages: PageSet | null;
  readonly certain: Uint8Array;
};

/**
 * Adds the tier and cost of one part that all pages must have. Of several words that may stand for each other the cheapest
 * counts, which is why they come in the order of their costs.
 */
async function weighPart(
  { finder }: EvaluateDeps,
  part: QueryNode,
  { expanded, garbled, pages, certain }: Uncertain,
  into: { readonly tiers: Uint8Array; readonly costs: Uint8Array },
  pace: Pace,
): Promise<void> {
  const size = certain.length;
  const isDone = new Uint8Array(size);
  const note = (row: number, tier: number, cost: number): void => {
    if (pages?.[row] === 0 || certain[row] !== 0 || isDone[row] !== 0) return;
    isDone[row] = 1;
    into.tiers[row] = Math.max(into.tiers[row] ?? 0, tier + 1);
    into.costs[row] = Math.min(MOST_COST, (into.costs[row] ?? 0) + Math.round(cost * HUNDREDTHS));
  };
  for (const node of phrasesIn(part)) {
    for (const [row, { tier, cost }] of garbled.get(node) ?? []) note(row, tier, cost);
  }
  const misread = wordsIn(part).flatMap((node) => expanded.formsOf(node).misread);
  for (const { tier, cost, terms } of inSteps(misread)) {
    const expression = anyOf(terms.map((term) => quoted(suspectTerm(term))));
    await finder.rows(expression, size, pace, (row) => note(row, tier, cost));
  }
}

/** Terms whose costs lie so near are asked for together. */
const COST_STEP = 0.04;

function inSteps(misread: readonly Misreading[]): { tier: number; cost: number; terms: string[] }[] {
  const steps: { tier: number; cost: number; terms: string[] }[] = [];
  for (const { term, tier, cost } of [...misread].sort((a, b) => a.tier - b.tier || a.cost - b.cost)) {
    const last = steps.at(-1);
    if (last !== undefined && last.tier === tier && cost - last.cost < COST_STEP) last.terms.push(term);
    else steps.push({ tier, cost, terms: [term] });
  }
  return steps;
}

async function knownOf(
  { sets, store }: EvaluateDeps,
  root: QueryNode,
  expanded: Expanded,
  garbled: ReadonlyMap<QueryNode, Garbled>,
  pace: Pace,
): Promise<Known> {
  const { size } = store.pages;
  const known = new Map<QueryNode, PageSet>();
  for (const node of leavesOf(root)) {
    if (node.kind !== 'word' && node.kind !== 'phrase') known.set(node, await sets.of(node, pace));
  }
  const empty = new Uint8Array();
  return {
    formsOf: (node) => expanded.formsOf(node),
    wordsOf: (node) => expanded.wordsOf(node),
    setOf: (node) => known.get(node) ?? empty,
    garbled: (node) => {
      const rows = garbled.get(node);
      if (rows === undefined || rows.size === 0) return null;
      const pages = new Uint8Array(size);
      for (const row of rows.keys()) pages[row] = 1;
      return pages;
    },
  };
}

/** The words in a plan that every page has; null where there are none, or other ways beside them. */
function expressionIn(plan: Plan): string | null {
  if (plan.kind === 'words') return plan.expression;
  if (plan.kind === 'without') return expressionIn(plan.from);
  if (plan.kind !== 'both') return null;
  return plan.parts.map(expressionIn).find((expression) => expression !== null) ?? null;
}

function leavesOf(node: QueryNode): QueryNode[] {
  if (node.kind === 'all' || node.kind === 'any') return node.parts.flatMap(leavesOf);
  return node.kind === 'not' ? leavesOf(node.part) : [node];
}

/** Words and phrases that are asked for, not those that are ruled out. */
function wanted(node: QueryNode): QueryNode[] {
  if (node.kind === 'all' || node.kind === 'any') return node.parts.flatMap(wanted);
  return node.kind === 'not' ? [] : [node];
}

function phrasesIn(root: QueryNode) {
  return wanted(root).flatMap((node) => (node.kind === 'phrase' && isOfText(node) ? [node] : []));
}

function wordsIn(root: QueryNode) {
  return wanted(root).flatMap((node) => (node.kind === 'word' && isOfText(node) ? [node] : []));
}

function hasCode(root: QueryNode): boolean {
  return leavesOf(root).some(({ kind }) => kind === 'code');
}
