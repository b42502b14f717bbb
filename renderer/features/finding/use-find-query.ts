/** The query of the finding page: changed at once, written into the address a moment later, so that Back leads to it. */
import { useEffect, useState } from 'react';
import { printFindQuery, type FindQuery } from '../../ui/find-query.ts';
import { goTo } from '../../ui/route.ts';

/** A browser takes an address 200 times in 30 seconds and no oftener. */
const WRITE_AFTER_MS = 300;

export type QueryState = {
  readonly query: FindQuery;
  /** Nobody is typing at it any more. */
  readonly isComplete: boolean;
  readonly change: (next: Partial<FindQuery>, isComplete?: boolean) => void;
  /** Writes the address now: before another place is gone to. */
  readonly flush: () => void;
};

/** `routed` is what the address says; when it says something else than was written there, that is taken. */
export function useFindQuery(routed: FindQuery): QueryState {
  const address = printFindQuery(routed);
  const [state, setState] = useState({ query: routed, address, isComplete: true });
  if (state.address !== address) {
    // What was written there by this page itself is what is being typed.
    const isOurs = printFindQuery(state.query) === address;
    setState(isOurs ? { ...state, address } : { query: routed, address, isComplete: true });
  }
  const { query, isComplete } = state;

  useEffect(() => {
    if (printFindQuery(query) === address) return undefined;
    const timer = setTimeout(() => goTo({ screen: 'find', query }, { replace: true }), WRITE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [query, address]);
  return {
    query,
    isComplete,
    change: (next, complete = false) =>
      setState((before) => ({ ...before, query: { ...before.query, ...next }, isComplete: complete })),
    flush: () => goTo({ screen: 'find', query }, { replace: true }),
  };
}
