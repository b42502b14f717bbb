/**
 * The dictionary of suspect terms: words as they were read on pages that lost their letters, found by what they may have been. Terms
 * with one stroke key are found at once; others by the trigrams that their keys share, and weighed by the channel of the engine
 * that read them. Held in typed arrays: half a million terms take some 60 MB.
 */
import type { Channel } from './channel.ts';
import type { CompiledWord } from './compiled-word.ts';
import { createGrams } from './grams.ts';
import { shapeOf } from './shape.ts';
import { strokeKeyOfShape } from './stroke-key.ts';
import { createWordPool, grown } from './word-pool.ts';

export type Expansion = {
  readonly id: number;
  /** As `suspectTerms` gave it. */
  readonly term: string;
  /** 0 for the same shape. */
  readonly cost: number;
  /** `stroke`: has the same strokes; `channel`: by the weighted distance. */
  readonly by: 'stroke' | 'channel';
};

export type ExpandOptions = {
  /** Cost allowed for each letter: .10 as a rule, .14 for `word~`. */
  readonly a: number;
  /** What the engine with this profile makes of letters; each term is weighed by those that it was added with. */
  channelOf(profile: string): Channel;
  /** The word is only the beginning of what is looked for. */
  readonly prefix?: boolean;
  /** So many at most, the cheapest. */
  readonly most?: number;
};

export type Suspects = {
  readonly size: number;
  /** Bytes of all arrays. */
  readonly bytes: number;
  /** Adds a term of `suspectTerms` as an engine with this profile read it; gives its id, the same for the same term. */
  add(term: string, profile: string): number;
  remove(term: string): void;
  idOf(term: string): number | null;
  /** The terms that may be this word, cheapest first. */
  expand(word: string, options: ExpandOptions): Expansion[];
};

/** A cost that no word may go over, however long, and what each may cost beside its share of letters. */
const MOST_COST = 2;
const BASE = 0.15;
/** Of shorter words only those with the same strokes: of three letters, one is a third. */
const SHORTEST = 4;
const SAME_STROKES = 0.15;
const MOST_TERMS = 2000;

export function createSuspects(): Suspects {
  const terms = createWordPool();
  const keys = createWordPool();
  const grams = createGrams();
  const profiles = createProfileBits();
  /** By term: its key, the next term of this key, the profiles it was read with; 0 profiles: removed. */
  let keyOf = new Uint32Array(1 << 9);
  let nextOf = new Int32Array(1 << 9);
  let profilesOf = new Uint32Array(1 << 9);
  /** By key: its first term. */
  let firstOf = new Int32Array(1 << 9);
  let alive = 0;

  const limitOf = (length: number, a: number) => Math.min(MOST_COST, a * length + BASE);
  const place = (term: string, id: number): void => {
    const key = strokeKeyOfShape(term);
    const known = keys.size;
    const no = keys.add(key);
    firstOf = grown(firstOf, no + 1);
    keyOf = grown(keyOf, id + 1);
    nextOf = grown(nextOf, id + 1);
    profilesOf = grown(profilesOf, id + 1);
    if (no === known) {
      grams.add(no, key);
      firstOf[no] = -1;
    }
    keyOf[id] = no;
    nextOf[id] = firstOf[no] ?? -1;
    firstOf[no] = id;
  };

  return {
    get size() {
      return alive;
    },
    get bytes() {
      const own = keyOf.byteLength + nextOf.byteLength + profilesOf.byteLength + firstOf.byteLength;
      return own + terms.bytes + keys.bytes + grams.bytes;
    },
    add(term, profile) {
      const known = terms.size;
      const id = terms.add(term);
      if (id === known) place(term, id);
      const before = profilesOf[id] ?? 0;
      if (before === 0) alive++;
      profilesOf[id] = before | profiles.bitOf(profile);
      return id;
    },
    remove(term) {
      const id = terms.find(term);
      if (id === -1 || profilesOf[id] === 0) return;
      profilesOf[id] = 0;
      alive--;
    },
    idOf(term) {
      const id = terms.find(term);
      return id === -1 || profilesOf[id] === 0 ? null : id;
    },
    expand(word, options) {
      const shape = shapeOf(word);
      if (shape === '') return [];
      const key = strokeKeyOfShape(shape);
      const isPrefix = options.prefix === true;
      const weigh = createWeigher(word, options, profiles.names);
      const limit = limitOf(shape.length, options.a);
      const found: Expansion[] = [];
      const look = (no: number, sameStrokes: boolean) => {
        for (let id = firstOf[no] ?? -1; id !== -1; id = nextOf[id] ?? -1) {
          const bits = profilesOf[id] ?? 0;
          if (bits === 0) continue;
          const term = terms.word(id);
          const cost = weigh(term, bits, limit);
          if (sameStrokes) found.push({ id, term, cost: Math.min(cost, SAME_STROKES), by: 'stroke' });
          else if (cost <= limit) found.push({ id, term, cost, by: 'channel' });
        }
      };
      const same = keys.find(key);
      if (same !== -1) look(same, true);
      if (shape.length >= SHORTEST)
        grams.near(key, isPrefix, (no) => {
          if (no !== same) look(no, false);
        });
      found.sort((one, other) => one.cost - other.cost || one.id - other.id);
      return found.slice(0, options.most ?? MOST_TERMS);
    },
  };
}

/** Weighs terms against one word, by the cheapest of the channels that they were read with. */
function createWeigher(word: string, options: ExpandOptions, names: readonly string[]) {
  const compiled: (CompiledWord | undefined)[] = [];
  const wordFor = (no: number): CompiledWord =>
    (compiled[no] ??= options.channelOf(names[no] ?? '').compile(word));
  return (term: string, bits: number, limit: number): number => {
    let least = Infinity;
    for (let no = 0; no < names.length; no++) {
      if ((bits & (1 << no)) === 0) continue;
      const each = wordFor(no);
      const cost = options.prefix === true ? each.startCost(term, limit) : each.cost(term, limit);
      if (cost < least) least = cost;
    }
    return least;
  };
}

/** Profiles by number; from the 31st on they share one, and are weighed by the first that came there. */
function createProfileBits() {
  const names: string[] = [];
  return {
    names,
    bitOf(name: string): number {
      const known = names.indexOf(name);
      if (known !== -1) return 1 << known;
      if (names.length < 31) return 1 << (names.push(name) - 1);
      return 1 << 30;
    },
  };
}
