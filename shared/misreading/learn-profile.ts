/** Learns what an engine makes of which letters, from words or lines as they were read and as a person put them right. Pure. */
import { alignWords } from './align-words.ts';
import { PROFILE_FORMAT, type Profile } from './profile.ts';
import { shapeOf } from './shape.ts';

export type ReadPair = { readonly read: string; readonly correct: string };

/** A word that was misread in more of its letters tells nothing. */
const MOST_WRONG = 0.7;

/** `atLeast`: how often a block of several letters must have been seen to count. */
export function learnProfile(
  pairs: Iterable<ReadPair>,
  about: {
    readonly id: string;
    readonly engine: string;
    readonly version: number;
    readonly atLeast?: number;
  },
): Profile {
  const counts = new Map<string, Map<string, number>>();
  let words = 0;
  for (const { read, correct } of wordPairs(pairs)) {
    const [clean, other] = [shapeOf(correct), shapeOf(read)];
    const blocks = alignWords(clean, other);
    if (blocks === null) continue;
    const wrong = blocks.reduce((sum, [one, two]) => sum + (one === two ? 0 : one.length), 0);
    words++;
    if (wrong > clean.length * MOST_WRONG && clean !== other) continue;
    for (const [one, two] of blocks) count(counts, one, two);
  }
  const { id, engine, version, atLeast = 1 } = about;
  return { format: PROFILE_FORMAT, id, engine, version, words, blocks: kept(counts, atLeast) };
}

function count(counts: Map<string, Map<string, number>>, clean: string, read: string): void {
  const reads = counts.get(clean) ?? new Map<string, number>();
  counts.set(clean, reads.set(read, (reads.get(read) ?? 0) + 1));
}

function kept(counts: Map<string, Map<string, number>>, atLeast: number): Profile['blocks'] {
  const blocks: Record<string, Record<string, number>> = {};
  for (const [clean, reads] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const often = [...reads].filter(([read, times]) => times >= (clean === read ? 1 : atLeast));
    if (often.some(([read]) => read !== clean)) blocks[clean] = Object.fromEntries(often);
  }
  return blocks;
}

/** Words of lines that have as many of them; in others words are found by laying the lines over each other. */
function* wordPairs(pairs: Iterable<ReadPair>): Iterable<ReadPair> {
  for (const { read, correct } of pairs) {
    const [ours, theirs] = [read, correct].map((line) => line.normalize('NFC').split(/\s+/u).filter(Boolean));
    if (ours === undefined || theirs === undefined || ours.length !== theirs.length) continue;
    for (const [i, word] of theirs.entries()) yield { read: ours[i] ?? '', correct: word };
  }
}
