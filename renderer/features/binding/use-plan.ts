/** The plan of thousands of names, read in slices, so that typing the pattern stays quick. */
import { useEffect, useMemo, useState } from 'react';
import type { Pattern } from '../../../shared/binding/pattern.ts';
import {
  planOf,
  ranksOf,
  readPath,
  type Numbering,
  type Plan,
  type ReadPath,
  type Setting,
} from '../../../shared/binding/plan.ts';
import { breathe } from '../../ui/breathe.ts';

const SLICE_MS = 8;
/** Typing goes on; what is half typed need not be planned. */
const PAUSE_MS = 120;

/** Null until all names are read by this pattern; `pattern` undefined: none that makes sense. */
export function usePlan(
  paths: readonly string[],
  pattern: Pattern | null | undefined,
  setting: Setting,
  numbering: Numbering,
): Plan | null {
  const ranks = useMemo(() => ranksOf(paths), [paths]);
  const [read, setRead] = useState<{ of: unknown; reads: readonly ReadPath[] }>();
  const of = useMemo(() => ({ paths, pattern, setting }), [paths, pattern, setting]);
  useEffect(() => {
    if (of.pattern === undefined) return undefined;
    const asked = { pattern: of.pattern, setting: of.setting };
    let isLeft = false;
    const timer = setTimeout(() => {
      void readAll(of.paths, asked, () => isLeft).then((reads) => {
        if (reads !== null) setRead({ of, reads });
      });
    }, PAUSE_MS);
    return () => {
      isLeft = true;
      clearTimeout(timer);
    };
  }, [of]);
  return useMemo(() => {
    if (read?.of !== of) return null;
    const known = read.reads.map((each, i) => ({ path: paths[i] ?? '', read: each, rank: ranks[i] ?? 0 }));
    return planOf(known, numbering);
  }, [read, of, paths, ranks, numbering]);
}

async function readAll(
  paths: readonly string[],
  asked: Parameters<typeof readPath>[0],
  isLeft: () => boolean,
): Promise<ReadPath[] | null> {
  const reads: ReadPath[] = [];
  let until = performance.now() + SLICE_MS;
  for (const path of paths) {
    reads.push(readPath(asked, path));
    if (performance.now() < until) continue;
    await breathe();
    if (isLeft()) return null;
    until = performance.now() + SLICE_MS;
  }
  return isLeft() ? null : reads;
}
