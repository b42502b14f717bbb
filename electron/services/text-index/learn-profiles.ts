/**
 * Learns from people's corrections what an engine makes of letters. The lines that a person put right on a page are kept beside it, as they
 * were read and as they should be; twenty such pages of one engine make its profile. A new profile weighs the dictionary anew and
 * touches no text.
 */
import type { Database } from '../../../node/sqlite/open-database.ts';
import {
  createProfileLearner,
  type ProfileLearner,
  type ReadPair,
} from '../../../shared/misreading/learn-profile.ts';
import { readProfile } from '../../../shared/misreading/profile.ts';
import type { Profiles } from '../../../shared/misreading/profiles.ts';
import { corrected, type Corrections } from '../../../shared/page-text/corrections.ts';
import { linesOf, lineText, type PageText } from '../../../shared/page-text/page-text.ts';

/** So many pages with corrections make a profile. */
export const PAGES_FOR_PROFILE = 20;
/** A profile is made anew when so many more are there; and of the newest so many. */
const PAGES_MORE = 5;
const MOST_PAGES = 60;

export type ProfileKeeper = {
  /** Keeps what a person put right on the page in this row; no pairs: forgets it. Within a transaction of the store. */
  keep(page: number, engine: string, pairs: readonly ReadPair[]): void;
  /** A few milliseconds of learning, where there is something to learn; false when there is nothing. */
  readonly step: () => boolean;
};

/** The lines that a person put right. */
export function correctedLines(page: PageText, corrections: Corrections): ReadPair[] {
  if (corrections.size === 0) return [];
  const right = linesOf(corrected(page, corrections));
  return linesOf(page).flatMap((line, i) => {
    const [read, correct] = [lineText(line), lineText(right[i] ?? line)];
    return read === correct || correct === '' ? [] : [{ read, correct }];
  });
}

type Learning = { engine: string; learner: ProfileLearner; rows: readonly number[]; at: number };

/** Begins with the profiles that were learned before. */
export function createProfileKeeper(db: Database, profiles: Profiles): ProfileKeeper {
  const put = db.prepare('INSERT OR REPLACE INTO correction (page, engine, pairs) VALUES (?, ?, ?)');
  const drop = db.prepare('DELETE FROM correction WHERE page = ?');
  const counts = db.prepare<{ engine: string; pages: number }>(
    "SELECT engine, count(*) AS pages FROM correction WHERE engine <> '' GROUP BY engine",
  );
  const rows = db.prepare<{ page: number }>(
    'SELECT page FROM correction WHERE engine = ? ORDER BY page DESC LIMIT ?',
  );
  const pairsOf = db.prepare<{ pairs: string }>('SELECT pairs FROM correction WHERE page = ?');
  const stored = db.prepare<{ id: string; json: string }>('SELECT id, json FROM profile');
  const save = db.prepare('INSERT OR REPLACE INTO profile (id, json) VALUES (?, ?)');
  const again = db.prepare('UPDATE suspect SET corrected = NULL, cost = NULL WHERE profile = ?');
  /** By engine: of how many pages its profile was made. */
  const made = new Map<string, number>();
  let isLooked = false;
  let learning: Learning | null = null;

  for (const { id, json } of stored.all()) {
    const read = readProfile(parsed(json));
    if (read === null) continue;
    profiles.learn(read);
    made.set(id, read.version);
  }

  function next(): Learning | null {
    if (isLooked) return null;
    isLooked = true;
    for (const { engine, pages } of counts.all()) {
      const before = made.get(engine) ?? 0;
      if (pages < PAGES_FOR_PROFILE || pages < before + (before === 0 ? 0 : PAGES_MORE)) continue;
      made.set(engine, pages);
      const newest = rows.all(engine, MOST_PAGES).map(({ page }) => page);
      return { engine, learner: createProfileLearner(), rows: newest, at: 0 };
    }
    return null;
  }

  function end({ engine, learner }: Learning): void {
    const profile = learner.profile({ id: engine, engine, version: made.get(engine) ?? 0 });
    db.transaction(() => {
      save.run(engine, JSON.stringify(profile));
      again.run(engine);
    });
    profiles.learn(profile);
    // Another engine may have enough of them too.
    isLooked = false;
  }

  return {
    keep(page, engine, pairs) {
      const key = profiles.keyOf(engine);
      if (pairs.length === 0 || key === '') drop.run(page);
      else {
        put.run(page, key, JSON.stringify(pairs));
        isLooked = false;
      }
    },
    step() {
      learning ??= next();
      if (learning === null) return false;
      const page = learning.rows[learning.at++];
      if (page === undefined) {
        end(learning);
        learning = null;
      } else learning.learner.add(pairsIn(pairsOf.get(page)?.pairs ?? '[]'));
      return true;
    },
  };
}

function pairsIn(json: string): ReadPair[] {
  const pairs = parsed(json);
  return Array.isArray(pairs) ? pairs.filter(isPair) : [];
}

function isPair(value: unknown): value is ReadPair {
  if (typeof value !== 'object' || value === null || !('read' in value) || !('correct' in value))
    return false;
  return typeof value.read === 'string' && typeof value.correct === 'string';
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
