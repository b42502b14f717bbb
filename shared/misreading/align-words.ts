/** Lays words over each other letter by letter, and lines word by word, and cuts out the blocks in which they differ. Pure. */
import { editDistance, layOver } from './edit-table.ts';
import { BLOCK_LETTERS } from './profile.ts';
import { shapeOf } from './shape.ts';

/** A block of the clean word, and what stands for it in the reading. */
export type BlockPair = readonly [clean: string, read: string];

/**
 * The blocks of two shapes in their order, letters that agree as a block each. A letter that was left out or added goes with the one
 * before it, at the beginning with the one behind. Blocks of more than four letters are left out.
 */
export function alignWords(clean: string, read: string): BlockPair[] {
  const letters = layOver(clean.length, read.length, {
    together: (i, j) => (clean[i] === read[j] ? 0 : 1),
    alone: 1,
    band: Math.abs(clean.length - read.length) + 8,
  });
  const blocks: [string, string][] = [];
  let isOpen = false;
  for (const [i, j] of letters) {
    const [one, other] = [clean[i] ?? '', read[j] ?? ''];
    const last = blocks.at(-1);
    const isSame = one === other;
    if (last !== undefined && isOpen && !isSame) {
      last[0] += one;
      last[1] += other;
    } else blocks.push([one, other]);
    isOpen = !isSame;
  }
  return anchored(blocks).filter(
    ([one, other]) => one.length <= BLOCK_LETTERS && other.length <= BLOCK_LETTERS,
  );
}

/** Letters added or left out by themselves are taken together with the block before them, else with the one behind. */
function anchored(blocks: readonly (readonly [string, string])[]): BlockPair[] {
  const whole: [string, string][] = [];
  let before: readonly [string, string] = ['', ''];
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

/** Words that differ in more of their letters are not one word. */
const MOST_APART = 0.75;
const BAND = 40;

/** The words of two lines, or of two pages, that were laid together: as shapes. Words without a partner are left out. */
export function alignLines(clean: string, read: string): BlockPair[] {
  const [ones, others] = [shapesOf(clean), shapesOf(read)];
  const laid = layOver(ones.length, others.length, {
    together: (i, j) => apart(ones[i] ?? '', others[j] ?? ''),
    alone: 0.6,
    band: BAND + Math.abs(ones.length - others.length),
  });
  return laid.flatMap(([i, j]): BlockPair[] => {
    const [one, other] = [ones[i], others[j]];
    return one === undefined || other === undefined ? [] : [[one, other]];
  });
}

/** The share of letters in which two shapes differ. */
function apart(one: string, other: string): number {
  if (one === other) return 0;
  const longer = Math.max(one.length, other.length);
  const distance = editDistance(one, other, Math.ceil(longer * MOST_APART) + 1) / longer;
  return distance > MOST_APART ? Infinity : distance;
}

function shapesOf(text: string): string[] {
  return text
    .split(/\s+/u)
    .map((word) => shapeOf(trimmed(word)))
    .filter((shape) => shape !== '');
}

/** Without the quotes, brackets and stops around it; `!`, `|`, `\` and `¥` may be letters. */
function trimmed(word: string): string {
  return word.replaceAll(/^[^\p{L}\p{N}¥|\\]+|[^\p{L}\p{N}¥!|\\]+$/gu, '');
}
