/** Finds what one part of a query asks for: a word, a phrase, a code, dates, a level or language. */
import type {
  AllNode,
  AnyNode,
  CodeNode,
  DatesNode,
  NotNode,
  PhraseNode,
  QueryNode,
  ValueNode,
  WordNode,
} from '../../shared/query/query-node.ts';
import type { Tier } from '../../shared/query/tiers.ts';
import { leafWord } from './entry.ts';
import { phraseTerms, type Expand } from './expand.ts';
import { codeOfType } from './indexed-types.ts';
import { isOutside, mark, NO_WORDS, scoreOf, type Marks, type MarksPool } from './marks.ts';
import type { SlotIndex } from './slot-index.ts';
import { ANY_FIELD, FIELD, fieldBits, type FieldNo } from './text-fields.ts';
import { dayNumber } from './years.ts';

type Leaf = Exclude<QueryNode, AllNode | AnyNode | NotNode>;

export type Finders = {
  /** Only among what is marked in `within`, where that is not null. */
  find(node: Leaf, within: Marks | null, isLoose: boolean): Marks;
  /** The marked slots, or all living ones. */
  eachSlot(within: Marks | null, take: (slot: number) => void): void;
};

const CODE_BITS = 1 << FIELD.code;
/** The record with this very code, what is below it, and what has a code that only begins so. */
const OWN_CODE = scoreOf(0, 0);
const BELOW_CODE = scoreOf(1, 0);
const BEGUN_CODE = scoreOf(1, 1);

export function createFinders(index: SlotIndex, pool: MarksPool, expand: Expand): Finders {
  const { terms } = index;

  function findWord(node: WordNode, within: Marks | null, isLoose: boolean): Marks {
    const met = pool.take(index.used);
    const bits = fieldBits(node.field);
    for (const { term, tier, rank } of expand(node, isLoose)) {
      eachPosting(index, term, bits, (slot, field) => {
        if (!isOutside(within, slot)) mark(met, slot, scoreOf(tier, rank + field));
      });
    }
    return met;
  }

  function findPhrase(node: PhraseNode, within: Marks | null): Marks {
    const wanted = phraseTerms(terms, node);
    const bits = fieldBits(node.field);
    const tier: Tier = node.synonymOf === null ? 1 : 2;
    let candidates: Marks | null = null;
    for (const each of wanted) {
      const next = pool.take(index.used);
      const before = candidates ?? within;
      for (const number of each) {
        eachPosting(index, terms.termOf(number), bits, (slot, field) => {
          if (!isOutside(before, slot)) mark(next, slot, scoreOf(tier, field));
        });
      }
      if (candidates !== null) pool.giveBack(candidates);
      candidates = next;
    }
    const found = pool.take(index.used);
    if (candidates === null) return found;
    for (const slot of candidates.slots) {
      const isThere = index.words.holdsPhrase(slot, wanted, node.slack, bits);
      if (isThere) mark(found, slot, candidates.scores[slot] ?? 0);
    }
    pool.giveBack(candidates);
    return found;
  }

  /** The record itself stands before what is below it, and both before all words; a page by its leaf too. */
  function findCode({ tokens, parts, begun }: CodeNode, within: Marks | null): Marks {
    const leaf = parts.leaves?.[0]?.from;
    let met: Marks | null = null;
    for (const [i, token] of tokens.entries()) {
      const isLast = i === tokens.length - 1 && leaf === undefined;
      const next = findToken(token, met ?? within, isLast, isLast && begun);
      if (met !== null) pool.giveBack(met);
      met = next;
    }
    if (leaf === undefined) return met ?? pool.take(index.used);
    const found = met ?? pool.take(index.used);
    eachPosting(index, leafWord(leaf), CODE_BITS, (slot) => {
      if (!isOutside(met ?? within, slot)) mark(found, slot, OWN_CODE);
    });
    return found;
  }

  function findToken(token: string, within: Marks | null, isLast: boolean, isBegun: boolean): Marks {
    const met = pool.take(index.used);
    const { types } = index.table.columns;
    const own = isLast ? ownLevel(token) : undefined;
    eachPosting(index, token, CODE_BITS, (slot) => {
      if (!isOutside(within, slot)) mark(met, slot, types[slot] === own ? OWN_CODE : BELOW_CODE);
    });
    if (!isBegun) return met;
    for (const term of terms.startingWith(token)) {
      if (term === token) continue;
      eachPosting(index, term, CODE_BITS, (slot) => {
        if (!isOutside(within, slot)) mark(met, slot, BEGUN_CODE);
      });
    }
    return met;
  }

  function findDates({ from, to }: DatesNode, within: Marks | null): Marks {
    const met = pool.take(index.used);
    const { fromDay, toDay } = index.table.columns;
    const [first, last] = [dayNumber(from, -Infinity), dayNumber(to, Infinity)];
    eachSlot(index, within, (slot) => {
      if ((fromDay[slot] ?? 0) <= last && (toDay[slot] ?? 0) >= first) mark(met, slot, NO_WORDS);
    });
    return met;
  }

  function findValue({ field, value }: ValueNode, within: Marks | null): Marks {
    const met = pool.take(index.used);
    const { columns, languages } = index.table;
    const level = codeOfType(value);
    const isSpoken = languages.map((set) => set.split(' ').includes(value));
    eachSlot(index, within, (slot) => {
      const isIt =
        field === 'level' ? columns.types[slot] === level : isSpoken[columns.languages[slot] ?? 0] === true;
      if (isIt) mark(met, slot, NO_WORDS);
    });
    return met;
  }

  return {
    find(node, within, isLoose) {
      switch (node.kind) {
        case 'word':
          return findWord(node, within, isLoose);
        case 'phrase':
          return findPhrase(node, within);
        case 'code':
          return findCode(node, within);
        case 'dates':
          return findDates(node, within);
        default:
          return findValue(node, within);
      }
    },
    eachSlot: (within, take) => eachSlot(index, within, take),
  };
}

/** Calls `take` for each slot that has the term in one of these parts (bits), with the weightiest part that it stands in. */
function eachPosting(
  index: SlotIndex,
  term: string,
  bits: number,
  take: (slot: number, field: FieldNo) => void,
): void {
  const number = index.terms.numberOf(term);
  if (number === undefined) return;
  for (const [field, slots] of index.postingsOf(term).entries()) {
    if (slots === undefined || slots === null) continue;
    const bit = 1 << field;
    const isIn = bits === ANY_FIELD || (bits & bit) !== 0;
    // It may stand in a lighter part too, which only the words themselves tell.
    if (!isIn && bits < bit) continue;
    for (const slot of slots) if (isIn || index.words.holds(slot, number, bits)) take(slot, field);
  }
}

function eachSlot(index: SlotIndex, within: Marks | null, take: (slot: number) => void): void {
  if (within !== null) {
    for (const slot of within.slots) take(slot);
    return;
  }
  const { alive } = index.table.columns;
  for (let slot = 0; slot < index.used; slot++) if (alive[slot] === 1) take(slot);
}

const OWN_LEVELS: Readonly<Record<string, string>> = { д: 'unit', о: 'inventory', ф: 'fonds' };

/** The level of the records whose own code ends with this part. */
function ownLevel(token: string): number | undefined {
  return codeOfType(OWN_LEVELS[token[0] ?? ''] ?? '');
}
