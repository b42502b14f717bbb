/** Lays two words over each other, letter by letter, and cuts out the blocks in which they differ. Pure. */
import { BLOCK_LETTERS } from './profile.ts';

/** A block of the clean word, and what stands for it in the reading. */
export type BlockPair = readonly [clean: string, read: string];

/**
 * The blocks of two shapes in their order, letters that agree as a block each. A letter that was left out or added goes with the one
 * before it. Null when the words are too different to be one word.
 */
export function alignWords(clean: string, read: string): BlockPair[] | null {
  if (clean === '' || read === '') return null;
  const steps = stepsOf(clean, read);
  const blocks: [string, string][] = [];
  let isOpen = false;
  for (const [one, other] of steps) {
    const last = blocks.at(-1);
    if (one === other) blocks.push([one, other]);
    else if (isOpen && last !== undefined) {
      last[0] += one;
      last[1] += other;
    } else blocks.push([one, other]);
    isOpen = one !== other;
  }
  return anchored(blocks).filter(
    ([one, other]) => one.length <= BLOCK_LETTERS && other.length <= BLOCK_LETTERS,
  );
}

/** Letters added or left out by themselves are taken together with the letter before them, else with the one behind. */
function anchored(blocks: readonly (readonly [string, string])[]): BlockPair[] {
  const whole: [string, string][] = [];
  let before: [string, string] = ['', ''];
  for (const [clean, read] of blocks) {
    const [one, other] = [before[0] + clean, before[1] + read];
    before = ['', ''];
    const last = whole.at(-1);
    if (one !== '' && other !== '') whole.push([one, other]);
    else if (last === undefined) before = [one, other];
    else {
      last[0] += one;
      last[1] += other;
    }
  }
  return whole;
}

function stepsOf(clean: string, read: string): [string, string][] {
  const [n, m] = [clean.length, read.length];
  const width = m + 1;
  const table = new Float64Array((n + 1) * width);
  for (let i = 0; i <= n; i++)
    for (let j = 0; j <= m; j++) {
      if (i === 0 || j === 0) table[i * width + j] = i + j;
      else {
        const same = clean[i - 1] === read[j - 1] ? 0 : 1;
        table[i * width + j] = Math.min(
          (table[(i - 1) * width + j - 1] ?? 0) + same,
          (table[(i - 1) * width + j] ?? 0) + 1,
          (table[i * width + j - 1] ?? 0) + 1,
        );
      }
    }
  const steps: [string, string][] = [];
  let [i, j] = [n, m];
  while (i > 0 || j > 0) {
    const here = table[i * width + j] ?? 0;
    const [one, other] = [clean[i - 1] ?? '', read[j - 1] ?? ''];
    if (i > 0 && j > 0 && here === (table[(i - 1) * width + j - 1] ?? 0) + (one === other ? 0 : 1)) {
      steps.push([one, other]);
      i--;
      j--;
    } else if (i > 0 && here === (table[(i - 1) * width + j] ?? 0) + 1) {
      steps.push([one, '']);
      i--;
    } else {
      steps.push(['', other]);
      j--;
    }
  }
  return steps.reverse();
}
