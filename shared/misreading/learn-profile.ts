/** Learns what an engine makes of which letters, from words or lines as they were read and as a person put them right. Pure. */
import { alignLines, alignWords, type BlockPair } from './align-words.ts';
import { PROFILE_FORMAT, type Profile } from './profile.ts';

/** Words, lines or whole pages. */
export type ReadPair = { readonly read: string; readonly correct: string };

export type AboutProfile = {
  readonly id: string;
  readonly engine: string;
  readonly version: number;
  /** How often a block must have been misread so to count; 1 for few pairs that somebody looked at. */
  readonly atLeast?: number;
};

export type ProfileLearner = {
  /** Takes some pairs in; a page of lines takes a few milliseconds. */
  add(pairs: Iterable<ReadPair>): void;
  /** What was learned so far. */
  profile(about: AboutProfile): Profile;
};

type Counts = Map<string, Map<string, number>>;

/** Never throws; of pairs that tell nothing it learns nothing. */
export function learnProfile(pairs: Iterable<ReadPair>, about: AboutProfile): Profile {
  const learner = createProfileLearner();
  learner.add(pairs);
  return learner.profile(about);
}

export function createProfileLearner(): ProfileLearner {
  const words: BlockPair[] = [];
  const counts: Counts = new Map();
  return {
    add(pairs) {
      for (const { read, correct } of pairs)
        for (const pair of alignLines(correct, read)) {
          words.push(pair);
          for (const [one, other] of alignWords(...pair)) count(counts, one, other, 1);
        }
    },
    profile({ id, engine, version, atLeast = 1 }) {
      const blocks = kept(withKept(counts, words), atLeast);
      return { format: PROFILE_FORMAT, id, engine, version, words: words.length, blocks };
    },
  };
}

function count(counts: Counts, clean: string, read: string, times: number): void {
  const reads = counts.get(clean) ?? new Map<string, number>();
  counts.set(clean, reads.set(read, (reads.get(read) ?? 0) + times));
}

/** With how often blocks of several letters stood in words at all, less how often they were misread: as read rightly. */
function withKept(counts: Counts, words: readonly BlockPair[]): Counts {
  const whole: Counts = new Map([...counts].map(([clean, reads]) => [clean, new Map(reads)]));
  const stood = new Map<string, number>();
  for (const clean of counts.keys()) if (clean.length > 1) stood.set(clean, 0);
  const lengths = [...new Set(Array.from(stood.keys(), (block) => block.length))];
  for (const [clean] of words)
    for (const length of lengths)
      for (let at = 0; at + length <= clean.length; at++) {
        const block = clean.slice(at, at + length);
        const times = stood.get(block);
        if (times !== undefined) stood.set(block, times + 1);
      }
  for (const [block, times] of stood) {
    const misread = [...(counts.get(block) ?? [])].reduce((sum, [, each]) => sum + each, 0);
    if (times > misread) count(whole, block, block, times - misread);
  }
  return whole;
}

function kept(counts: Counts, atLeast: number): Profile['blocks'] {
  const blocks: Record<string, Record<string, number>> = {};
  for (const [clean, reads] of [...counts].sort(byName)) {
    const often = [...reads].filter(([read, times]) => read === clean || times >= atLeast);
    if (often.some(([read]) => read !== clean)) blocks[clean] = Object.fromEntries(often.sort(byName));
  }
  return blocks;
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
