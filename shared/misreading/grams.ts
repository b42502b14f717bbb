/** Which stroke keys share trigrams with another one: postings in typed arrays, counted in one pass. */
import { grown } from './word-pool.ts';

export type Grams = {
  readonly bytes: number;
  add(no: number, key: string): void;
  /** Calls `each` with the keys that share enough trigrams with this one; of a beginning only its own count. */
  near(key: string, isStart: boolean, each: (no: number) => void): void;
};

/** Of the trigrams of the longer of two keys so many are shared. */
const SHARED = 0.45;
/** Keys further apart in length are not looked at. */
const MOST_LONGER = 5;

type Posting = { nos: Uint32Array; count: number };
const NOTHING: Posting = { nos: new Uint32Array(0), count: 0 };

export function createGrams(): Grams {
  const postings = new Map<number, Posting>();
  let lengths = new Uint8Array(1 << 9);
  let gramCounts = new Uint8Array(1 << 9);
  let counts = new Uint8Array(1 << 9);
  let touched = new Uint32Array(1 << 9);
  let bytes = 0;
  return {
    get bytes() {
      return bytes + lengths.byteLength * 3 + touched.byteLength;
    },
    add(no, key) {
      lengths = grown(lengths, no + 1);
      gramCounts = grown(gramCounts, no + 1);
      const all = gramsOf(`^${key}$`);
      lengths[no] = Math.min(255, key.length);
      gramCounts[no] = Math.min(255, all.size);
      for (const gram of all) {
        const posting = postings.get(gram) ?? { nos: new Uint32Array(2), count: 0 };
        postings.set(gram, posting);
        const before = posting.nos.byteLength;
        posting.nos = grown(posting.nos, posting.count + 1);
        bytes += posting.nos.byteLength - (posting.count === 0 ? 0 : before);
        posting.nos[posting.count++] = no;
      }
    },
    near(key, isStart, each) {
      const all = gramsOf(isStart ? `^${key}` : `^${key}$`);
      const many = countShared(all);
      const near: number[] = [];
      for (let i = 0; i < many; i++) {
        const no = touched[i] ?? 0;
        const shared = counts[no] ?? 0;
        counts[no] = 0;
        if (isStart ? shared >= SHARED * all.size : isNear(no, shared, all.size, key.length)) near.push(no);
      }
      for (const no of near) each(no);
    },
  };

  /** Counts for each key how many of these it has; gives how many keys were touched. */
  function countShared(all: ReadonlySet<number>): number {
    counts = grown(counts, lengths.length);
    touched = grown(touched, lengths.length);
    let many = 0;
    for (const gram of all) {
      const { nos, count } = postings.get(gram) ?? NOTHING;
      for (let i = 0; i < count; i++) {
        const no = nos[i] ?? 0;
        if (counts[no] === 0) touched[many++] = no;
        counts[no] = (counts[no] ?? 0) + 1;
      }
    }
    return many;
  }

  function isNear(no: number, shared: number, grams: number, length: number): boolean {
    if (shared < SHARED * Math.max(grams, gramCounts[no] ?? 0)) return false;
    return Math.abs((lengths[no] ?? 0) - length) <= MOST_LONGER;
  }
}

/** The trigrams of a marked key, each as one number. */
function gramsOf(marked: string): Set<number> {
  const grams = new Set<number>();
  for (let i = 0; i + 3 <= marked.length; i++) {
    const [a, b, c] = [marked.charCodeAt(i), marked.charCodeAt(i + 1), marked.charCodeAt(i + 2)];
    grams.add((a & 0xfff) * 0x100_0000 + (b & 0xfff) * 0x1000 + (c & 0xfff));
  }
  return grams;
}
