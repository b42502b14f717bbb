/** Words that mean the same: a query for one of them asks for the others, too. */
import type { AnalysedWord } from '../text/analyse.ts';
import type { AnyNode, PhraseNode, QueryNode, WordNode } from './query-node.ts';
import { phraseNode, plainWord } from './query-words.ts';

/** Groups of words that mean the same, each word as it stands in a dictionary; several words in one are a phrase. */
export type SynonymGroup = readonly string[];

export type SynonymTable = {
  /** The words that stand in for this one, itself not among them, and not those that any form of it finds. */
  find(word: AnalysedWord): readonly string[];
};

/** So many words of a group are looked for besides the one that was typed. */
const MOST_OTHERS = 12;
/** Shorter words have too many others that sound like them. */
const SHORTEST_BY_SOUND = 4;

export function createSynonymTable(groups: Iterable<SynonymGroup>): SynonymTable {
  const groupsByKey = new Map<string, Set<SynonymGroup>>();
  for (const group of groups) {
    for (const word of group) {
      const nodes = plainWord(word, null, { start: 0, end: 0 });
      const [first] = nodes;
      if (first === undefined || nodes.length > 1) continue;
      for (const key of keysOf(first.word)) {
        const known = groupsByKey.get(key) ?? new Set();
        groupsByKey.set(key, known.add(group));
      }
    }
  }
  return {
    find(word) {
      const own = keysOf(word);
      const found = new Set<string>();
      for (const key of own) {
        for (const group of groupsByKey.get(key) ?? []) {
          for (const other of group) if (!isSame(other, own)) found.add(other);
        }
      }
      return [...found].slice(0, MOST_OTHERS);
    },
  };
}

function keysOf({ exact, stem, sound }: AnalysedWord): string[] {
  const keys = [`s:${stem ?? exact}`];
  if (sound !== null && exact.length >= SHORTEST_BY_SOUND) keys.push(`p:${sound}`);
  return keys;
}

function isSame(other: string, own: readonly string[]): boolean {
  const nodes = plainWord(other, null, { start: 0, end: 0 });
  const [first] = nodes;
  return nodes.length === 1 && first !== undefined && keysOf(first.word).some((key) => own.includes(key));
}

/** The tree with every plain word that has synonyms as `any` of it and them. */
export function withSynonyms(node: QueryNode, table: SynonymTable): QueryNode {
  switch (node.kind) {
    case 'word':
      return node.mode === 'plain' ? expand(node, table) : node;
    case 'all':
      return { ...node, parts: node.parts.map((part) => withSynonyms(part, table)) };
    case 'any':
      return node.why === 'asked'
        ? { ...node, parts: node.parts.map((part) => withSynonyms(part, table)) }
        : node;
    case 'not':
      return { ...node, part: withSynonyms(node.part, table) };
    default:
      return node;
  }
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

function expand(node: WordNode, table: SynonymTable): QueryNode {
  const others = table.find(node.word).flatMap((text) => standIn(text, node));
  if (others.length === 0) return node;
  return {
    kind: 'any',
    why: 'synonyms',
    written: null,
    parts: [node, ...others],
    at: node.at,
  } satisfies AnyNode;
}

function standIn(text: string, { field, at, text: synonymOf }: WordNode): (WordNode | PhraseNode)[] {
  const words = plainWord(text, field, at);
  const [first] = words;
  if (first === undefined) return [];
  if (words.length === 1) return [{ ...first, synonymOf }];
  const phrase = phraseNode(text, { slack: 0, exactSpelling: false, field, synonymOf, at });
  return phrase === null ? [] : [phrase];
}
