/**
 * Confusion profiles: what one recognition engine makes of which letters, as counts. A profile is data, shipped or learned
 * from people's corrections; costs are made of it by `createChannel`. Blocks are of shapes (see `shapeOf`), one to four letters.
 */
import { z } from 'zod';

/** The format of a profile; another one is refused and learned anew. */
export const PROFILE_FORMAT = 1;
export const BLOCK_LETTERS = 4;

const block = z.string().min(1).max(BLOCK_LETTERS);

const profileSchema = z.strictObject({
  format: z.literal(PROFILE_FORMAT),
  id: z.string().min(1).max(100),
  /** How the engine's name begins, as texts tell it: `tesseract`; empty: nobody knows. */
  engine: z.string().max(200),
  /** Rises when the counts change, so that terms are weighed anew. */
  version: z.int().nonnegative(),
  /** Words that it was learned from. */
  words: z.int().nonnegative(),
  /** Clean block → block as read → how often. */
  blocks: z.record(block, z.record(z.string().max(BLOCK_LETTERS), z.int().positive())),
});
export type Profile = z.infer<typeof profileSchema>;

/** Reads a profile from a file or a database; null when it is none, or of another format. */
export function readProfile(json: unknown): Profile | null {
  return profileSchema.safeParse(json).data ?? null;
}

/** What is known of no engine: nothing but what letters look like. */
export const EMPTY_PROFILE: Profile = {
  format: PROFILE_FORMAT,
  id: 'none',
  engine: '',
  version: 0,
  words: 0,
  blocks: {},
};
