/** Small measures that the parts of the sync bench share. */
import type { BadLine } from '../../fixtures/bad-line.ts';

export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** What a bench waits for at most: its part has a deadline of its own, which comes before. */
export const LONG_MS = 15 * 60_000;

/** What went over a line, both ways together, in bytes. */
export function bytesOf(line: BadLine): number {
  return line.sent() + line.received();
}
