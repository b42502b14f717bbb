/**
 * The dictionary of suspect terms: words as they were read on pages that lost their letters, found by what they may have been, by
 * one walk through the tree of their letters that leaves every path which costs too much already.
 */
import { mergeChannels, readCost, type Channel } from './channel.ts';
import { MOST_COST, type CompiledWord } from './compiled-word.ts';
import { MAX_SHAPE, shapeOf } from './shape.ts';
import { strokeKeyOfShape, strokesOf } from './stroke-key.ts';
import { createSuspectTree, type SuspectTree, type TermNode } from './suspect-tree.ts';

type Expansion = {
  readonly id: number;
  /** As `suspectTerms` gave it. */
  readonly term: string;
  /** 0 for the same shape. */
  readonly cost: number;
  /** `stroke`: has the same strokes; `channel`: by the weighted distance. */
  readonly by: 'stroke' | 'channel';
};

type ExpandOptions = {
  /** Cost allowed for each letter: .10 as a rule, .14 for `word~`. */
  readonly a: number;
  /** What the engine with this profile makes of letters; each term is weighed by those that it was added with. */
  readonly channelOf: (profile: string) => Channel;
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

/** What each word may cost beside its share of letters. */
const BASE = 0.2;
/** Beginnings fit more words, so they are held to less. */
const START_SHARE = 0.6;
const START_BASE = 0.1;
/** Of shorter words only those with the same strokes: of three letters, one is a third. */
const SHORTEST = 4;
/** What has the same strokes never costs more, but short words must be likely too. */
const SAME_STROKES = 0.5;
const SHORT_COST = 0.3;
/** Of shorter beginnings half of the dictionary would be found. */
const SHORTEST_START = 3;
const MOST_TERMS = 2000;

export function createSuspects(): Suspects {
  const tree = createSuspectTree();
  const profiles = createProfileBits();
  const merged = createMerged();
  let alive = 0;
  return {
    get size() {
      return alive;
    },
    get bytes() {
      return tree.bytes;
    },
    add(term, profile) {
      const node = tree.put(term.slice(0, MAX_SHAPE));
      const before = tree.mark(node);
      if (before === 0) alive++;
      tree.setMark(node, before | profiles.bitOf(profile));
      return node;
    },
    remove(term) {
      const node = tree.find(term.slice(0, MAX_SHAPE));
      if (tree.mark(node) === 0) return;
      tree.setMark(node, 0);
      alive--;
    },
    idOf(term) {
      const node = tree.find(term.slice(0, MAX_SHAPE));
      return tree.mark(node) === 0 ? null : node;
    },
    expand(word, { a, channelOf, prefix = false, most = MOST_TERMS }) {
      const shape = shapeOf(word);
      if (shape.length < (prefix ? SHORTEST_START : 1)) return [];
      const found = new Map<TermNode, Expansion>();
      const take = (node: TermNode, term: string, cost: number, by: Expansion['by']) => {
        const known = found.get(node);
        const isBetter = known === undefined || cost < known.cost;
        if (isBetter) found.set(node, { id: node, term, cost, by: known?.by ?? by });
      };
      const channels = profiles.names.map(channelOf);
      const clean = merged(channels).compile(shape);
      const isShort = shape.length < SHORTEST;
      walkStrokes(tree, shape, prefix, (node, term) => {
        const cost = readCost(clean, term, SAME_STROKES, prefix);
        if ((!isShort && !prefix) || cost <= SHORT_COST)
          take(node, term, Math.min(cost, SAME_STROKES), 'stroke');
      });
      if (!isShort) {
        const limit = Math.min(
          MOST_COST,
          prefix ? a * shape.length * START_SHARE + START_BASE : a * shape.length + BASE,
        );
        const weigh = createWeigher(channels, shape, limit, prefix);
        walkCosts(tree, { word: clean, limit, prefix }, (node, term, cost) => {
          const own = weigh === null ? cost : weigh(term, tree.mark(node));
          if (own <= limit) take(node, term, own, 'channel');
        });
      }
      const cheapest = [...found.values()].sort((one, other) => one.cost - other.cost || one.id - other.id);
      return cheapest.slice(0, most);
    },
  };
}

/** One channel for all profiles: walking the tree once costs less than once for each. Kept until the channels change. */
function createMerged() {
  let [known, last]: [readonly Channel[], Channel | null] = [[], null];
  return (channels: readonly Channel[]): Channel => {
    const isSame =
      last !== null && known.length === channels.length && known.every((each, i) => each === channels[i]);
    const [only, ...others] = new Set(channels);
    if (!isSame || last === null)
      last = only !== undefined && others.length === 0 ? only : mergeChannels(channels);
    known = channels;
    return last;
  };
}

/** Weighs what the one walk found by the channels that a term was really read with; null when there is only one. */
function createWeigher(channels: readonly Channel[], shape: string, limit: number, isPrefix: boolean) {
  if (new Set(channels).size < 2) return null;
  const words: (CompiledWord | undefined)[] = [];
  return (term: string, profiles: number): number => {
    let least = Infinity;
    for (const [no, channel] of channels.entries()) {
      if ((profiles & (1 << no)) === 0) continue;
      const word = (words[no] ??= channel.compile(shape));
      least = Math.min(least, readCost(word, term, limit, isPrefix));
    }
    return least;
  };
}

/** All terms with the strokes of this shape, or that begin with them. */
function walkStrokes(
  tree: SuspectTree,
  shape: string,
  isPrefix: boolean,
  take: (node: TermNode, term: string) => void,
): void {
  const key = strokeKeyOfShape(shape);
  const walk = (parent: TermNode, path: string, at: number): void => {
    for (let node = tree.firstChild(parent); node !== 0; node = tree.nextSibling(node)) {
      const letter = String.fromCharCode(tree.letter(node));
      const strokes = strokesOf(letter);
      const isOver = isPrefix && key.length - at < strokes.length && strokes.startsWith(key.slice(at));
      if (!isOver && !key.startsWith(strokes, at)) continue;
      const end = at + strokes.length;
      const term = path + letter;
      if (end >= key.length && tree.mark(node) !== 0) take(node, term);
      if (end < key.length || isPrefix) walk(node, term, Math.min(end, key.length));
    }
  };
  walk(0, '', 0);
}

type CostWalk = {
  readonly word: CompiledWord;
  readonly limit: number;
  readonly prefix: boolean;
};

/** All terms that cost the limit or less. */
function walkCosts(
  tree: SuspectTree,
  { word, limit, prefix }: CostWalk,
  take: (node: TermNode, term: string, cost: number) => void,
): void {
  /** `least`: what the cheapest beginning of the path costs that is the whole word; Infinity unless beginnings count. */
  const walk = (parent: TermNode, path: string, depth: number, least: number): void => {
    for (let node = tree.firstChild(parent); node !== 0; node = tree.nextSibling(node)) {
      const code = tree.letter(node);
      const goesOn = word.advance(depth, code, limit);
      const term = path + String.fromCharCode(code);
      const cost = prefix ? Math.min(least, word.costAt(depth)) : word.costAt(depth);
      if (cost <= limit && tree.mark(node) !== 0) take(node, term, cost);
      if (goesOn || cost <= limit) walk(node, term, depth + 1, prefix ? cost : Infinity);
    }
  };
  walk(0, '', 1, Infinity);
}

/** Profiles by number; from the 31st on they share one, and are weighed by the one that came there first. */
const MOST_PROFILES = 31;

function createProfileBits() {
  const names: string[] = [];
  const bit = (no: number): number => (1 << no) >>> 0;
  return {
    names,
    bitOf(name: string): number {
      const known = names.indexOf(name);
      if (known !== -1) return bit(known);
      if (names.length < MOST_PROFILES) return bit(names.push(name) - 1);
      return bit(MOST_PROFILES - 1);
    },
  };
}
