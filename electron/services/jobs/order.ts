/** Which job of a kind comes next, and when a running one makes room: the rules of `choose-next.ts` on the queue's entries. */
import type { Attention } from './attention.ts';
import { chooseNext, FAIR_EVERY, isToGiveWay } from './choose-next.ts';
import type { Entry } from './job-entry.ts';
import type { JobKind } from './job-kind.ts';

export function createOrder(attention: Pick<Attention, 'rankOf'>) {
  /** How often a job of each kind was begun. */
  const turns = new Map<string, number>();
  const rankOf = (kind: JobKind, { row }: Entry) => attention.rankOf(kind.about?.(row.payload) ?? []);

  return {
    /** The first come first, but for those looked at; each fourth turn the one that has not run for longest. */
    next(kind: JobKind, waiting: readonly Entry[]): { entry: Entry | undefined; isFair: boolean } {
      const turn = (turns.get(kind.kind) ?? 0) + 1;
      turns.set(kind.kind, turn);
      const isFair = turn % FAIR_EVERY === 0;
      const line = isFair ? waiting.toSorted((a, b) => a.ranAt - b.ranAt) : waiting;
      return { entry: chooseNext(line, (entry) => rankOf(kind, entry), isFair), isFair };
    },
    isToGiveWay(kind: JobKind, entry: Entry, waiting: readonly Entry[], ranMs: number): boolean {
      const ranks = waiting.map((other) => rankOf(kind, other)).filter((rank) => rank !== null);
      const best = waiting.length === 0 ? undefined : ranks.length === 0 ? null : Math.min(...ranks);
      return isToGiveWay({
        mine: rankOf(kind, entry),
        best,
        ranMs,
        isFair: entry.running?.isFair === true,
      });
    },
  };
}
