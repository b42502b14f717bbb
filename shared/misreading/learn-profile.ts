/** Learns what an engine makes of which letters, from words or lines as they were read and as a person put them right. Pure. */
import { alignLines, alignWords } from './align-words.ts';
import { PROFILE_FORMAT, type Profile } from './profile.ts';

/** Words, lines or whole pages. */
export type ReadPair = { readonly read: string; readonly correct: string };

export type AboutProfile = {
  readonly id: string;
  readonly engine: string;
  readonly version: number;
  /** How often a block must have been misread so to count; 1 for few, chosen pairs. */
  readonly atLeast?: number;
};

type Counts = Map<string, Map<string, number>>;

/** Never throws; of pairs that tell nothing it learns nothing. */
export function learnProfile(pairs: Iterable<ReadPair>, about: AboutProfile): Profile {
  const words: (readonly [string, string])[] = [];
  for (const { read, correct } of pairs) words.push(...alignLines(correct, read));
  const counts: Counts = new Map();
  for (const [clean, read] of words)
    for (const [one, other] of alignWords(clean, read)) count(counts, one, other, 1);
  countKept(counts, words);
  const { id, engine, version, atLeast = 1 } = about;
  return { format: PROFILE_FORMAT, id, engine, version, words: words.length, blocks: kept(counts, atLeast) };
}

function count(counts: Counts, clean: string, read: string, times: number): void {
  const reads = counts.get(clean) ?? new Map<string, number>();
  counts.set(clean, reads.set(read, (reads.get(read) ?? 0) + times));
}

/** Of the blocks of several letters that were misread: how often they stood in words at all, less how often they were misread. */
function countKept(counts: Counts, words: readonly (readonly [string, string])[]): void {
  const long = [...counts.keys()].filter((block) => block.length > 1);
  const stood = new Map(long.map((block) => [block, 0]));
  const lengths = [...new Set(long.map((block) => block.length))];
  for (const [clean] of words)
    for (const length of lengths)
      for (let at = 0; at + length <= clean.length; at++) {
        const block = clean.slice(at, at + length);
        const times = stood.get(block);
        if (times !== undefined) stood.set(block, times + 1);
      }
  for (const [block, times] of stood) {
    const misread = [...(counts.get(block) ?? [])].reduce((sum, [, each]) => sum + each, 0);
    if (times > misread) count(counts, block, block, times - misread);
  }
}

function kept(counts: Counts, atLeast: number): Profile['blocks'] {
  const blocks: Record<string, Record<string, number>> = {};
  for (const [clean, reads] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const often = [...reads].filter(([read, times]) => read === clean || times >= atLeast);
    if (often.some(([read]) => read !== clean))
      blocks[clean] = Object.fromEntries(often.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return blocks;
}
