/** Which words of a record stand there in place of those that were asked for: for the few hits that are shown. */
import type { QueryNode, WordNode } from '../../shared/query/query-node.ts';
import { isCertain, type Tier } from '../../shared/query/tiers.ts';
import type { Expand } from './expand.ts';
import type { SlotIndex } from './slot-index.ts';

/** `as` stands in the record where `word` was asked for. */
export type StoodIn = { readonly word: string; readonly as: string; readonly tier: Tier };

/** For one word of the query: how well each term of the index answers it. */
type Wanted = { readonly word: string; readonly tiers: ReadonlyMap<number, Tier> };

/** Tells of a slot what stands in for each word that it does not have itself; `isLoose` as the slots were found. */
export function createStoodIn(
  index: SlotIndex,
  expand: Expand,
  root: QueryNode,
  isLoose: boolean,
): (slot: number) => readonly StoodIn[] {
  const wanted = [...wordsByOrigin(root)].map(([word, nodes]) => ({
    word,
    tiers: tiersOf(index, expand, nodes, isLoose),
  }));
  const asked = wanted.filter(({ tiers }) => [...tiers.values()].some((tier) => tier > 1));
  if (asked.length === 0) return () => [];
  return (slot) => asked.flatMap((each) => bestIn(index, slot, each) ?? []);
}

/** Words with the same origin are one word: that which was typed, and its synonyms. What is ruled out stands nowhere. */
function wordsByOrigin(root: QueryNode, found = new Map<string, WordNode[]>()): Map<string, WordNode[]> {
  if (root.kind === 'all' || root.kind === 'any') for (const part of root.parts) wordsByOrigin(part, found);
  if (root.kind !== 'word') return found;
  const origin = root.synonymOf ?? root.text;
  const nodes = found.get(origin);
  if (nodes === undefined) found.set(origin, [root]);
  else nodes.push(root);
  return found;
}

function tiersOf(
  index: SlotIndex,
  expand: Expand,
  nodes: readonly WordNode[],
  isLoose: boolean,
): Map<number, Tier> {
  const tiers = new Map<number, Tier>();
  for (const node of nodes) {
    for (const { term, tier } of expand(node, isLoose)) {
      const number = index.terms.numberOf(term);
      if (number === undefined) continue;
      const before = tiers.get(number);
      if (before === undefined || tier < before) tiers.set(number, tier);
    }
  }
  return tiers;
}

function bestIn(index: SlotIndex, slot: number, { word, tiers }: Wanted): StoodIn | null {
  const found: { as: number; tier: Tier }[] = [];
  index.words.visit(slot, (term, as) => {
    const tier = tiers.get(term);
    if (tier !== undefined) found.push({ as, tier });
  });
  const [first, ...others] = found;
  if (first === undefined) return null;
  const { as, tier } = others.reduce((best, each) => (each.tier < best.tier ? each : best), first);
  return tier < 2 ? null : { word, as: index.terms.termOf(as), tier };
}

/** The words that stand in without being certain, each once. */
export function nearWordsIn(all: Iterable<StoodIn>): string[] {
  const words = new Set<string>();
  for (const { as, tier } of all) if (!isCertain(tier)) words.add(as);
  return [...words];
}
