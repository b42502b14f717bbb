/** Looks up in the lexicon what the suspect terms of the index most likely are, when nothing else is to be done. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import {
  createCorrector,
  type Correction,
  type Corrector,
  type WordList,
} from '../../../shared/misreading/corrector.ts';
import type { Channel } from '../../../shared/misreading/channel.ts';
import type { Profiles } from '../../../shared/misreading/profiles.ts';
import type { Lexicon } from '../../../shared/text/lexicon.ts';

export type TermCorrector = {
  /** Looks up the next terms for a few milliseconds, and writes them; false when all are done. */
  readonly step: () => boolean;
};

const AT_ONCE = 100;
const STEP_MS = 6;

/** With a lexicon that holds nothing, nothing is looked up. */
export function createTermCorrector(db: Database, profiles: Profiles, lexicon: Lexicon): TermCorrector {
  const next = db.prepare<{ id: number; term: string; profile: string }>(
    `SELECT id, term, profile FROM suspect WHERE corrected IS NULL LIMIT ${AT_ONCE}`,
  );
  const write = db.prepare('UPDATE suspect SET corrected = ?, cost = ? WHERE id = ?');
  const words: WordList = {
    has: (exact) => lexicon.has(exact, 'kaz'),
    hasBeginning: (head) => lexicon.hasBeginning(head),
  };
  const correctors = new Map<Channel, Corrector>();
  const correctorOf = (profile: string): Corrector => {
    const channel = profiles.channelOf(profile);
    const known = correctors.get(channel) ?? createCorrector(channel, words);
    correctors.set(channel, known);
    return known;
  };
  return {
    step() {
      if (lexicon.size() === 0) return false;
      const terms = next.all();
      if (terms.length === 0) return false;
      const until = performance.now() + STEP_MS;
      const found: { id: number; correction: Correction | null }[] = [];
      for (const { id, term, profile } of terms) {
        found.push({ id, correction: correctorOf(profile).correct(term) });
        if (performance.now() > until) break;
      }
      db.transaction(() => {
        for (const { id, correction } of found) {
          // What costs nothing is the word itself.
          const isOther = correction !== null && correction.cost > 0;
          write.run(isOther ? correction.word : '', isOther ? correction.cost : null, id);
        }
      });
      return true;
    },
  };
}
