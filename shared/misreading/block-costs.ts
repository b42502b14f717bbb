/** What each block of letters costs to be read as another one: the counts of a profile over what is known of letters at large. Pure. */
import { LOOK_ALIKE_COST, LOOK_ALIKES, LOST_LETTERS, MERGED_LETTERS } from './letter-priors.ts';
import type { Profile } from './profile.ts';

/** Clean block → block as read → cost. */
export type BlockCosts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** A reading as sure as this or surer costs least. */
const LEAST = 0.1;
const PER_NAT = 0.1;
const MOST_LEARNED = 0.45;
/** Longer blocks were seen more rarely by chance. */
const PER_LETTER = 0.15;

export function blockCosts(profile: Profile): BlockCosts {
  const costs = new Map<string, Map<string, number>>();
  const put = (clean: string, read: string, cost: number) => {
    if (clean === read) return;
    const reads = costs.get(clean) ?? new Map<string, number>();
    costs.set(clean, reads.set(read, Math.min(cost, reads.get(read) ?? Infinity)));
  };
  for (const letters of LOOK_ALIKES)
    for (const a of letters) for (const b of letters) put(a, b, LOOK_ALIKE_COST);
  for (const [clean, reads] of Object.entries({ ...LOST_LETTERS, ...MERGED_LETTERS }))
    for (const [read, cost] of Object.entries(reads)) put(clean, read, cost);
  for (const [clean, reads] of Object.entries(profile.blocks)) {
    const total = Object.values(reads).reduce((sum, count) => sum + count, 0);
    for (const [read, count] of Object.entries(reads))
      put(clean, read, learnedCost(count, total, clean.length));
  }
  return costs;
}

function learnedCost(count: number, total: number, letters: number): number {
  const nats = -Math.log(count / (total + 1));
  return Math.min(MOST_LEARNED, LEAST + PER_NAT * nats) * (1 + PER_LETTER * (letters - 1));
}
