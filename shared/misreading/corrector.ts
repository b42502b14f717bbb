/**
 * Finds the word that a suspect term most likely is: clean words are spelt backwards through the channel, the cheapest first, and only
 * as far as a lexicon has words that begin so. A few hundred steps at most, so that a page's terms take milliseconds.
 */
import type { Channel } from './channel.ts';

/** Clean words; `exact` as the analyser gives it. */
export type WordList = { has(exact: string): boolean; hasBeginning(head: string): boolean };

export type Correction = {
  readonly word: string;
  /** What it costs to have read the word so; 0: the word itself. */
  readonly cost: number;
};

export type Corrector = {
  /** `term` as `suspectTerms` gave it. Null when no word comes near enough, or two come as near. */
  readonly correct: (term: string) => Correction | null;
};

/** Dearer ways are left to the search, which knows what is asked for. */
const DEAREST_STEP = 0.45;
const PER_LETTER = 0.08;
const BASE = 0.1;
const MOST_STEPS = 400;
/** The second best word costs at least so much more. */
const CLEARLY = 0.05;
const SHORTEST = 4;

type Step = { readonly read: string; readonly clean: string; readonly cost: number };
type State = { readonly at: number; readonly word: string; readonly cost: number };

export function createCorrector(channel: Channel, lexicon: WordList): Corrector {
  const steps = stepsBack(channel);
  return {
    correct(term) {
      if (term.length < SHORTEST) return null;
      const limit = BASE + PER_LETTER * term.length;
      const [first, second] = cheapestWords(term, limit, steps, lexicon);
      if (first === undefined) return null;
      return second !== undefined && second.cost < first.cost + CLEARLY ? null : first;
    },
  };
}

/** What each reading may have been, by its first letter. */
function stepsBack({ costs }: Channel): ReadonlyMap<string, readonly Step[]> {
  const steps = new Map<string, Step[]>();
  for (const [clean, reads] of costs)
    for (const [read, cost] of reads) {
      if (cost > DEAREST_STEP) continue;
      const first = read.slice(0, 1);
      steps.set(first, [...(steps.get(first) ?? []), { read, clean, cost }]);
    }
  return steps;
}

/** The two cheapest words that may have been read so. */
function cheapestWords(
  term: string,
  limit: number,
  steps: ReadonlyMap<string, readonly Step[]>,
  lexicon: WordList,
): Correction[] {
  const found: Correction[] = [];
  const seen = new Set<string>();
  const queue: State[] = [{ at: 0, word: '', cost: 0 }];
  for (let step = 0; step < MOST_STEPS && found.length < 2; step++) {
    const state = takeCheapest(queue);
    if (state === undefined) break;
    const key = `${state.at} ${state.word}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const { at, word, cost } = state;
    if (at === term.length && lexicon.has(word) && found.every((each) => each.word !== word))
      found.push({ word, cost });
    for (const next of nextStates(term, state, steps))
      if (next.cost <= limit && lexicon.hasBeginning(next.word)) queue.push(next);
  }
  return found;
}

function nextStates(
  term: string,
  { at, word, cost }: State,
  steps: ReadonlyMap<string, readonly Step[]>,
): State[] {
  const letter = term[at];
  const gone = (steps.get('') ?? []).map((step) => ({ at, word: word + step.clean, cost: cost + step.cost }));
  if (letter === undefined) return gone;
  const changed = (steps.get(letter) ?? [])
    .filter(({ read }) => term.startsWith(read, at))
    .map((step) => ({ at: at + step.read.length, word: word + step.clean, cost: cost + step.cost }));
  return [{ at: at + 1, word: word + letter, cost }, ...changed, ...gone];
}

/** Of what costs the same the one that has come furthest. */
function takeCheapest(queue: State[]): State | undefined {
  let best = 0;
  for (const [i, state] of queue.entries()) {
    const other = queue[best];
    if (other === undefined) return undefined;
    if (state.cost < other.cost || (state.cost === other.cost && state.at > other.at)) best = i;
  }
  const last = queue.pop();
  if (last === undefined || best === queue.length) return last;
  const taken = queue[best];
  queue[best] = last;
  return taken;
}
