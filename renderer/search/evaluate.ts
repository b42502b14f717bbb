/**
 * Evaluates a query's tree over the slots. Of parts that must all be there each is looked for only where those before it were
 * found; the selective ones come first, what is ruled out last.
 */
import type { QueryNode } from '../../shared/query/query-node.ts';
import type { Expand } from './expand.ts';
import { createFinders } from './finders.ts';
import { createMarksPool, isOutside, mark, NO_WORDS, together, type Marks } from './marks.ts';
import type { SlotIndex } from './slot-index.ts';

export type Evaluator = {
  /**
   * What the tree is found in, dead slots among it; to be given back by `end`. `isLoose`: words a slip away count for plain
   * words too.
   */
  begin(root: QueryNode, isLoose: boolean): Marks;
  end(marks: Marks): void;
};

export function createEvaluator(index: SlotIndex, expand: Expand): Evaluator {
  const pool = createMarksPool();
  const finders = createFinders(index, pool, expand);

  function evaluate(node: QueryNode, within: Marks | null, isLoose: boolean): Marks {
    if (node.kind === 'all') return meetAll(node.parts, within, isLoose);
    if (node.kind === 'any') return meetAny(node.parts, within, isLoose);
    if (node.kind === 'not') return ruleOut(node.part, within);
    return finders.find(node, within, isLoose);
  }

  function meetAll(parts: readonly QueryNode[], within: Marks | null, isLoose: boolean): Marks {
    let met: Marks | null = null;
    for (const part of parts.toSorted((a, b) => costOf(a) - costOf(b))) {
      const next = evaluate(part, met ?? within, isLoose);
      if (met !== null) {
        join(met, next, part.kind === 'not');
        pool.giveBack(met);
      }
      met = next;
      if (met.slots.length === 0) break;
    }
    return met ?? pool.take(index.used);
  }

  function meetAny(parts: readonly QueryNode[], within: Marks | null, isLoose: boolean): Marks {
    const met = pool.take(index.used);
    for (const part of parts) {
      const next = evaluate(part, within, isLoose);
      for (const slot of next.slots) mark(met, slot, next.scores[slot] ?? 0);
      pool.giveBack(next);
    }
    return met;
  }

  /** What is ruled out is never guessed at: only certain words keep a record out. */
  function ruleOut(part: QueryNode, within: Marks | null): Marks {
    const out = evaluate(part, within, false);
    const met = pool.take(index.used);
    finders.eachSlot(within, (slot) => {
      if (isOutside(out, slot)) mark(met, slot, NO_WORDS);
    });
    pool.giveBack(out);
    return met;
  }

  return { begin: (root, isLoose) => evaluate(root, null, isLoose), end: (marks) => pool.giveBack(marks) };
}

/** Scores of what was met before go into those of `next`, which was looked for among it. */
function join(before: Marks, { slots, scores }: Marks, isKept: boolean): void {
  for (const slot of slots) {
    const known = before.scores[slot] ?? 0;
    scores[slot] = isKept ? known : together(known, scores[slot] ?? 0);
  }
}

/** What looks at all slots comes behind what is led to by words, and what is ruled out last. */
function costOf(node: QueryNode): number {
  if (node.kind === 'not') return 3;
  if (node.kind === 'dates' || node.kind === 'value') return 2;
  return node.kind === 'any' ? 1 : 0;
}
