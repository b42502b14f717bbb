/** What is told of work that cannot come to count by itself. Pure. */
import type { WaitingWork } from './use-waiting.ts';

/** Whether a person may still decide about it: not what they have left, nor what only a newer program can read. */
export function isOpenWork({ kind, isLeft }: WaitingWork): boolean {
  return kind !== 'newer' && !isLeft;
}

/** What a person may decide about comes first, what they have left last; else the order stays. */
export function waitingOrder(works: readonly WaitingWork[]): WaitingWork[] {
  const rank = (work: WaitingWork): number => (work.isLeft ? 2 : isOpenWork(work) ? 0 : 1);
  return works.toSorted((a, b) => rank(a) - rank(b));
}

/** Who wrote it: the one person of all its pieces; null when there are several, or it cannot be read. */
export function writerOf({ pieces }: WaitingWork): string | null {
  const people = new Set(pieces.map(({ by }) => by));
  const [one] = people;
  return people.size === 1 && one !== undefined ? one : null;
}
