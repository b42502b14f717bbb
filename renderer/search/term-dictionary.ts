/** All terms of the index in sorted order, to complete the word that is being typed and to find what it may have meant. */
import { lowerBound } from './lower-bound.ts';
import { nearTerms, type NearTerm } from './near-terms.ts';

export type TermDictionary = {
  add(term: string): void;
  /** All terms that begin with `prefix`. */
  startingWith(prefix: string): string[];
  /** The terms a slip away from `word`, see `near-terms.ts`. */
  near(word: string): NearTerm[];
  /** Puts what came lately in its order: after a rebuild that is a great pile. */
  settle(): void;
  /** All terms, in their order. */
  all(): readonly string[];
  readonly size: number;
};

/** So many terms wait unsorted; a query looks through them one by one. */
const MAX_FRESH = 2000;

export function createTermDictionary(terms: Iterable<string> = []): TermDictionary {
  const known = new Set(terms);
  let sorted = [...known].sort();
  let fresh: string[] = [];

  function settle(): void {
    if (fresh.length === 0) return;
    sorted = merge(sorted, fresh.sort());
    fresh = [];
  }

  return {
    add(term) {
      if (known.has(term)) return;
      known.add(term);
      fresh.push(term);
      // During a rebuild terms come by the hundred thousand: the pile may grow with the dictionary.
      if (fresh.length > Math.max(MAX_FRESH, sorted.length / 4)) settle();
    },
    startingWith(prefix) {
      const found: string[] = [];
      for (let i = lowerBound(sorted, prefix); i < sorted.length; i++) {
        const term = sorted[i];
        if (term === undefined || !term.startsWith(prefix)) break;
        found.push(term);
      }
      for (const term of fresh) if (term.startsWith(prefix)) found.push(term);
      return found;
    },
    near(word) {
      settle();
      return nearTerms(sorted, word);
    },
    settle,
    all() {
      settle();
      return sorted;
    },
    get size() {
      return known.size;
    },
  };
}

function merge(a: readonly string[], b: readonly string[]): string[] {
  const merged: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const x = a[i];
    const y = b[j];
    if (y === undefined || (x !== undefined && x < y)) {
      merged.push(x ?? '');
      i++;
    } else {
      merged.push(y);
      j++;
    }
  }
  return merged;
}
