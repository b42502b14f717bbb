/** Words that mean the same: a query for one of them asks for the others, too. */
import type { AnalysedWord } from '../text/analyse.ts';
import type { AnyNode, PhraseNode, QueryNode, WordNode } from './query-node.ts';
import { phraseNode, plainWord } from './query-words.ts';

export type SynonymTable = {
  /**
   * What stands in for the words that begin at `from`: for as many of them as a group has in one piece, the longest piece first.
   * Not the words themselves, nor what other forms of them find anyway. Null when nothing does.
   */
  find(words: readonly AnalysedWord[], from: number): StandIns | null;
};
type StandIns = { readonly taken: number; readonly others: readonly string[] };

/** So many words may mean the same: each is looked for with the one that was typed. */
export const MOST_WORDS = 16;
/** Shorter words have too many others that sound like them. */
const SHORTEST_BY_SOUND = 4;

/** A word or words of a group by the keys of each. */
type Piece = { readonly keys: readonly (readonly string[])[]; readonly group: readonly string[] };

/** `groups`: words that mean the same, each as it stands in a dictionary; several words in one are a phrase. */
export function createSynonymTable(groups: Iterable<readonly string[]>): SynonymTable {
  const piecesByKey = new Map<string, Piece[]>();
  for (const group of groups) {
    for (const each of group) {
      const keys = keysIn(each);
      for (const key of keys[0] ?? []) {
        const known = piecesByKey.get(key);
        if (known === undefined) piecesByKey.set(key, [{ keys, group }]);
        else known.push({ keys, group });
      }
    }
  }
  return {
    find(words, from) {
      const [first] = words.slice(from, from + 1);
      if (first === undefined) return null;
      const met = keysOf(first)
        .flatMap((key) => piecesByKey.get(key) ?? [])
        .filter(({ keys }) => isAt(keys, words, from));
      const taken = Math.max(0, ...met.map(({ keys }) => keys.length));
      const own = words.slice(from, from + taken).map(keysOf);
      const others = new Set(met.filter(({ keys }) => keys.length === taken).flatMap(({ group }) => group));
      const found = [...others].filter((other) => !isSame(keysIn(other), own)).slice(0, MOST_WORDS - 1);
      return found.length === 0 ? null : { taken, others: found };
    },
  };
}

function keysIn(text: string): string[][] {
  return plainWord(text, null, { start: 0, end: 0 }).map(({ word }) => keysOf(word));
}

/** Ends of Russian nouns in the nominative: a stemmer takes more of some words than of their other forms (`опись`, `описи`). */
const RUSSIAN_END = /(?<=\p{L}{3})[аеийоуыьюя]$/u;

function keysOf({ exact, stem, sound }: AnalysedWord): string[] {
  const keys = [...new Set([stem ?? exact, exact, exact.replace(RUSSIAN_END, '')])].map(
    (form) => `s:${form}`,
  );
  if (sound !== null && exact.length >= SHORTEST_BY_SOUND) keys.push(`p:${sound}`);
  return keys;
}

function isAt(keys: Piece['keys'], words: readonly AnalysedWord[], from: number): boolean {
  return keys.every((each, i) => {
    const word = words[from + i];
    return word !== undefined && keysOf(word).some((key) => each.includes(key));
  });
}

function isSame(a: Piece['keys'], b: Piece['keys']): boolean {
  return a.length === b.length && a.every((each, i) => each.some((key) => b[i]?.includes(key) === true));
}

/** The tree with every plain word, or words side by side, that have synonyms as `any` of them and these. */
export function withSynonyms(node: QueryNode, table: SynonymTable): QueryNode {
  switch (node.kind) {
    case 'word':
      return expandParts([node], table)[0] ?? node;
    case 'all': {
      if (node.written !== null) return node;
      const parts = expandParts(node.parts, table);
      return parts.length === 1 ? (parts[0] ?? node) : { ...node, parts };
    }
    case 'any':
      if (node.why === 'joined') return expandJoined(node, table);
      if (node.why !== 'asked') return node;
      return { ...node, parts: node.parts.map((part) => withSynonyms(part, table)) };
    case 'not':
      return { ...node, part: withSynonyms(node.part, table) };
    default:
      return node;
  }
}

function expandParts(parts: readonly QueryNode[], table: SynonymTable): QueryNode[] {
  const expanded: QueryNode[] = [];
  for (let i = 0; i < parts.length; i++) {
    const run = plainRun(parts, i);
    const [first] = run;
    const part = parts[i];
    if (part === undefined) break;
    const found =
      first === undefined
        ? null
        : table.find(
            run.map(({ word }) => word),
            0,
          );
    if (first === undefined || found === null) {
      expanded.push(part.kind === 'word' ? part : withSynonyms(part, table));
      continue;
    }
    expanded.push(expand(run.slice(0, found.taken), found.others, first));
    i += found.taken - 1;
  }
  return expanded;
}

/** A piece of a group has no more words: it has at most 80 letters. */
const MOST_IN_PIECE = 12;

/** A word with a hyphen that stands in a group as a whole: `қуғын-сүргін`. */
function expandJoined(node: AnyNode, table: SynonymTable): AnyNode {
  const [apart] = node.parts;
  const parts = apart?.kind === 'all' ? apart.parts : [];
  const run = plainRun(parts, 0);
  const [first] = run;
  const found = table.find(
    run.map(({ word }) => word),
    0,
  );
  if (first === undefined || found?.taken !== parts.length) return node;
  const standIns = found.others.flatMap((other) =>
    standIn(other, { field: first.field, text: node.written ?? first.text, at: node.at }),
  );
  return { kind: 'any', why: 'synonyms', written: null, parts: [node, ...standIns], at: node.at };
}

/** The plain words from `i` on that are looked for in the same field. */
function plainRun(parts: readonly QueryNode[], i: number): WordNode[] {
  const run: WordNode[] = [];
  for (const part of parts.slice(i, i + MOST_IN_PIECE)) {
    if (part.kind !== 'word' || part.mode !== 'plain' || part.field !== (run[0] ?? part).field) break;
    run.push(part);
  }
  return run;
}

function expand(run: readonly WordNode[], others: readonly string[], first: WordNode): AnyNode {
  const at = { start: first.at.start, end: run.at(-1)?.at.end ?? first.at.end };
  const typed: QueryNode = run.length === 1 ? first : { kind: 'all', written: null, parts: run, at };
  const text = run.map((word) => word.text).join(' ');
  const standIns = others.flatMap((other) => standIn(other, { field: first.field, text, at }));
  return { kind: 'any', why: 'synonyms', written: null, parts: [typed, ...standIns], at };
}

/** The tree with only what was typed. */
export function withoutSynonyms(node: QueryNode): QueryNode {
  switch (node.kind) {
    case 'all':
      return { ...node, parts: node.parts.map(withoutSynonyms) };
    case 'any': {
      const [typed] = node.parts;
      if (node.why === 'synonyms' && typed !== undefined) return typed;
      return { ...node, parts: node.parts.map(withoutSynonyms) };
    }
    case 'not':
      return { ...node, part: withoutSynonyms(node.part) };
    default:
      return node;
  }
}

/** What was typed, for the words that stand in for it. */
type Typed = Pick<WordNode, 'field' | 'text' | 'at'>;

function standIn(other: string, { field, at, text: synonymOf }: Typed): (WordNode | PhraseNode)[] {
  const words = plainWord(other, field, at);
  const [first] = words;
  if (first === undefined) return [];
  if (words.length === 1) return [{ ...first, synonymOf }];
  const phrase = phraseNode(other, { slack: 0, exactSpelling: false, field, synonymOf, at });
  return phrase === null ? [] : [phrase];
}
