/**
 * How sure a hit is: the one scale for catalogue and page texts. A record or page has the tier of the least sure word that it
 * was found by.
 */

/**
 * 0: the reference code or the whole title was asked for. 1: the words as they were typed. 2: another form of a word, or the
 * word in another script. 3: a word that was misread and could be put right, or that has the same strokes. 4: a word that
 * the engine of the page may well have read like this.
 */
export const TIERS = [0, 1, 2, 3, 4] as const;
export type Tier = (typeof TIERS)[number];

/** Hits up to this tier are certain; those behind it carry a badge and a count of their own. */
const LAST_CERTAIN: Tier = 2;

export function isCertain(tier: Tier): boolean {
  return tier <= LAST_CERTAIN;
}

/** Which hits a person wants to see. */
export const CERTAINTIES = ['all', 'certain', 'uncertain'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/**
 * How far from a word its misreadings are looked for: the mean cost of a letter in the channel of tier 4; null: not at all.
 * A plain word has the reach 1, `word~` 2; `word~0` to `word~3` name theirs.
 */
export const REACHES = [0, 1, 2, 3] as const;
export type Reach = (typeof REACHES)[number];

export const PLAIN_REACH: Reach = 1;
export const NEAR_REACH: Reach = 2;

const COSTS: Readonly<Record<Reach, number | null>> = { 0: null, 1: 0.1, 2: 0.14, 3: 0.18 };

export function costOf(reach: Reach): number | null {
  return COSTS[reach];
}
