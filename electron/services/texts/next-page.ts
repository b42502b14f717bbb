/** Which page of a job comes next: one that somebody is looking at, else the first; and every fourth time the first. */
import type { PageToRead } from './pages-to-read.ts';

const FAIR_EVERY = 4;

export type Line = {
  readonly length: number;
  take(): PageToRead | undefined;
};

/** `shown`: the ids of records and the digests of pictures that windows show, most looked at first. */
export function createLine(pages: readonly PageToRead[], shown: () => readonly string[]): Line {
  const left = new Set(pages);
  const byKey = new Map<string, Set<PageToRead>>();
  for (const page of pages)
    for (const key of keysOf(page)) byKey.set(key, (byKey.get(key) ?? new Set<PageToRead>()).add(page));
  let turn = 0;

  function attended(): PageToRead | undefined {
    for (const key of shown()) for (const page of byKey.get(key) ?? []) return page;
    return undefined;
  }

  return {
    get length() {
      return left.size;
    },
    take() {
      const isFair = ++turn % FAIR_EVERY === 0;
      const [first] = left;
      const next = (isFair ? undefined : attended()) ?? first;
      if (next === undefined) return undefined;
      left.delete(next);
      for (const key of keysOf(next)) byKey.get(key)?.delete(next);
      return next;
    },
  };
}

function keysOf({ page, document, sha256 }: PageToRead): string[] {
  return document === null ? [page, sha256] : [page, sha256, document];
}
