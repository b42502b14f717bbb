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
import { joined, NO_ROWS, type Rows } from './ask-rows.ts';
import type { PageSets } from './ask-sets.ts';
import { createUncertain, merged } from './ask-uncertain.ts';
import type { Misreading } from './expand-forms.ts';
import { expandQuery, type Expanded, type ExpandDeps } from './expand-words.ts';
import { quoted, suspectTerm } from './terms.ts';
import type { TextStore } from './store.ts';

export type FoundPages = {
  /** The pages; what follows is told of each of them. */
  readonly rows: Rows;
  readonly tiers: Uint8Array;
  /** What its words cost, in hundredths. */
  readonly costs: Uint8Array;
  /** BM25; null when there are too many to weigh them, or nothing to weigh. */
  readonly weights: Float32Array | null;
  /** False: there are too many. */
  readonly ranked: boolean;
  /** There may be more uncertain pages than these. */
  readonly isLeast: boolean;
  readonly words: Expanded['asked'];
};

export type EvaluateDeps = ExpandDeps & {
  readonly store: TextStore;
  readonly finder: PageFinder;
  readonly sets: PageSets;
};

/** No more pages than these are weighed. */
const MOST_WEIGHED = 20_000;
/** Of more than these only the words as they were typed are weighed: each other form and key costs as much as a word of its own. */
const MOST_IN_ALL_FORMS = 5000;

/** What is certain: tiers 0 to 2. */
export async function findCertain(deps: EvaluateDeps, root: QueryNode, pace: Pace): Promise<FoundPages> {
  const { store, finder } = deps;
  const { size } = store.pages;
  const expanded = await expandQuery(deps, root, false, pace);
  const known = await knownOf(deps, root, expanded, new Map(), pace);
  const plan = planOf(root, 2, known);
  const second = await finder.run(plan, size, pace);
  const ranked = second.length <= MOST_WEIGHED;
  const upper = planOf(root, 1, known);
  // Nobody turns over so many pages: which of the others stand as they were typed need not be known.
  const first =
    !ranked && upper.kind === 'words'
      ? finder.newest(upper.expression, MOST_WEIGHED)
      : await finder.run(upper, size, pace);
  const named = hasCode(root) ? await finder.run(planOf(root, 0, known), size, pace) : NO_ROWS;
  const rows = joined(joined(second, first), named);
  const tiers = new Uint8Array(rows.length).fill(2);
  for (const [tier, those] of [first, named].entries()) mark(rows, those, tiers, 1 - tier);
  const expression = expressionIn(rows.length <= MOST_IN_ALL_FORMS ? plan : upper);
  const isWeighed = ranked && expression !== null && rows.length > 1;
  return {
    rows,
    tiers,
    costs: new Uint8Array(rows.length),
    weights: isWeighed ? finder.weigh(expression, rows, MOST_WEIGHED) : null,
    ranked,
    isLeast: false,
    words: expanded.asked,
  };
}

/** Gives a value to those that are also in the other list. */
function mark(rows: Rows, those: Rows, values: Uint8Array, value: number): void {
  let at = 0;
  for (const row of those) {
    while (at < rows.length && (rows[at] ?? 0) < row) at++;
    if (rows[at] === row) values[at] = value;
  }
}

/** The same with tiers 3 and 4. */
export async function addUncertain(
  deps: EvaluateDeps,
  root: QueryNode,
  certain: FoundPages,
  pace: Pace,
): Promise<FoundPages> {
  const { finder, store } = deps;
  const { size } = store.pages;
  const expanded = await expandQuery(deps, root, true, pace);
  const garbled = new Map<QueryNode, Garbled>();
  for (const node of phrasesIn(root)) {
    garbled.set(node, await garbledPhrase(store, finder, node, expanded.wordsOf(node), pace));
  }
  const isLeast = [...garbled.values()].some((each) => each.isLeast);
  const found = createUncertain(size, certain.rows);
  // Pages that have one of the words need not be looked for twice.
  if (!isAnyWord(root)) {
    const known = await knownOf(deps, root, expanded, garbled, pace);
    found.only(await finder.run(planOf(root, 4, known), size, pace));
  }
  for (const part of root.kind === 'all' ? root.parts : [root]) {
    found.beginPart();
    await weighPart(
      finder,
      part,
      { expanded, garbled, size },
      (row, tier, cost) => found.note(row, tier, cost),
      pace,
    );
  }
  return { ...merged(certain, found.told()), isLeast, words: expanded.asked };
}

/** Nothing but words and phrases of which one is enough. */
function isAnyWord(node: QueryNode): boolean {
  if (node.kind === 'any') return node.parts.every(isAnyWord);
  return (node.kind === 'word' || node.kind === 'phrase') && isOfText(node);
}

type Note = (row: number, tier: number, cost: number) => void;

/** Notes every page on which one part may stand, those first that cost least: of several words for each other the cheapest counts. */
async function weighPart(
  finder: PageFinder,
  part: QueryNode,
  about: {
    readonly expanded: Expanded;
    readonly garbled: ReadonlyMap<QueryNode, Garbled>;
    readonly size: number;
  },
  note: Note,
  pace: Pace,
): Promise<void> {
  for (const node of phrasesIn(part)) {
    for (const [row, { tier, cost }] of about.garbled.get(node)?.pages ?? []) note(row, tier, cost);
  }
  const misread = wordsIn(part).flatMap((node) => about.expanded.formsOf(node).misread);
  for (const { tier, cost, terms } of inSteps(misread)) {
    const expression = anyOf(terms.map((term) => quoted(suspectTerm(term))));
    await finder.rows(expression, about.size, pace, (row) => note(row, tier, cost));
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
  const known = new Map<QueryNode, PageSet>();
  for (const node of leavesOf(root)) {
    if (node.kind !== 'word' && node.kind !== 'phrase') known.set(node, await sets.of(node, pace));
  }
  const { size } = store.pages;
  const empty = new Uint8Array();
  return {
    formsOf: (node) => expanded.formsOf(node),
    wordsOf: (node) => expanded.wordsOf(node),
    setOf: (node) => known.get(node) ?? empty,
    garbled(node) {
      const told = garbled.get(node);
      if (told === undefined || told.pages.size === 0) return null;
      const pages = new Uint8Array(size);
      for (const row of told.pages.keys()) pages[row] = 1;
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
