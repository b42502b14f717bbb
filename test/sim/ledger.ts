/**
 * What was ever written, told apart from everything that the program under test keeps: each op's bytes by its id, and for
 * each value what its author had in sight. The oracles measure the program against it.
 */
import { must } from '../../shared/must.ts';
import { readOpId } from '../../shared/sync/op-id.ts';
import type { KnownOp } from '../../shared/sync/op-bytes.ts';
import { decodeAs } from './world/programs.ts';

/** A field of a record, as one text. */
type FieldKey = string;

/** An op by its id and its bytes. */
export type Copy = { readonly id: string; readonly text: string };

/** A transaction or a step: what its parts are; a part that was written again under another number is there several times. */
export type Group = ReadonlyMap<number, readonly Copy[]>;

export type Ledger = {
  /** A fresh value that no other write of the run has. */
  token(): number;
  /** Notes that a value was written by someone who had these ones in sight in the same field. */
  wrote(token: number, seen: readonly number[]): void;
  seenBy(token: number): ReadonlySet<number>;
  /** Under how many numbers a value was met: more than one when it was written again after a fork. */
  numbersOf(token: number): number;
  /** Notes that values of a field were written a second time, by taking something back. */
  rewrote(rec: string, field: string): void;
  isRewritten(rec: string, field: string): boolean;
  /** Notes an op wherever it turns up; the same id may turn up with several bytes when a disk was copied. */
  met(id: string, text: string): void;
  /** Whether several bytes were ever met under this id. */
  isForked(id: string): boolean;
  /** Notes that some station had states of this replica's ops without their bytes. */
  sawGap(replica: string): void;
  /**
   * Whether an id was given twice, and some station had one of the two in its states only: which of them, it cannot tell. A
   * known limit; fetching the history early makes it rare.
   */
  isUntold(id: string): boolean;
  textsOf(id: string): ReadonlySet<string>;
  /** The ids of the ops about a record, those that some station lacks too. */
  idsOf(rec: string): ReadonlySet<string>;
  /** What an op says to a program that knows it. */
  read(text: string): KnownOp;
  groups(): ReadonlyMap<string, Group>;
  /** Whether any op ever had this word in it. */
  hasText(word: string): boolean;
};

export function createLedger(): Ledger {
  const texts = new Map<string, Set<string>>();
  const byRecord = new Map<string, Set<string>>();
  const groups = new Map<string, Map<number, Copy[]>>();
  const seen = new Map<number, ReadonlySet<number>>();
  const known = new Map<string, KnownOp>();
  const twice = new Set<FieldKey>();
  const numbers = new Map<number, Set<string>>();
  const gapped = new Set<string>();
  const decode = decodeAs('newer');
  let last = 0;

  const read = (text: string): KnownOp => {
    let op = known.get(text);
    if (op === undefined) {
      const result = decode(text);
      if (!result.ok || !result.value.known) throw new Error(`an op that nobody can read: ${text}`);
      op = result.value.op;
      known.set(text, op);
    }
    return op;
  };

  const join = (name: string, part: number, copy: Copy): void => {
    let group = groups.get(name);
    if (group === undefined) groups.set(name, (group = new Map<number, Copy[]>()));
    const copies = group.get(part);
    if (copies === undefined) group.set(part, [copy]);
    else copies.push(copy);
  };

  return {
    token: () => ++last,
    wrote: (token, saw) => void seen.set(token, new Set(saw)),
    numbersOf: (token) => numbers.get(token)?.size ?? 0,
    seenBy: (token) => must(seen.get(token), `the value ${token}`),
    rewrote: (rec, field) => void twice.add(`${rec} ${field}`),
    isRewritten: (rec, field) => twice.has(`${rec} ${field}`),
    met(id, text) {
      const all = texts.get(id);
      if (all?.has(text) === true) return;
      if (all === undefined) texts.set(id, new Set([text]));
      else all.add(text);
      const { rec, f, x, st } = read(text);
      for (const value of Object.values(f)) {
        const token = tokenIn(value);
        if (token !== null) numbers.set(token, (numbers.get(token) ?? new Set()).add(id));
      }
      const ids = byRecord.get(rec);
      if (ids === undefined) byRecord.set(rec, new Set([id]));
      else ids.add(id);
      if (x !== undefined) join(`x ${x[0]}`, x[1], { id, text });
      // A step's parts are its acts, an act's are its ops.
      if (st !== undefined) join(`st ${st[0]}`, st[1] * 100 + (x?.[1] ?? 0), { id, text });
    },
    isForked: (id) => (texts.get(id)?.size ?? 0) > 1,
    sawGap: (replica) => void gapped.add(replica),
    isUntold: (id) => (texts.get(id)?.size ?? 0) > 1 && gapped.has(readOpId(id).replica),
    textsOf: (id) => texts.get(id) ?? new Set(),
    idsOf: (rec) => byRecord.get(rec) ?? new Set(),
    read,
    groups: () => groups,
    hasText: (word) => [...known.keys()].some((text) => text.includes(word)),
  };
}

/** The token in a value that the simulator wrote; null for others, such as a tag's true. */
export function tokenIn(value: unknown): number | null {
  const text = typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : '';
  const digits = /#(?<token>\d+)|"num":(?<num>\d+)/.exec(text)?.groups;
  const token = digits?.['token'] ?? digits?.['num'];
  return token === undefined ? null : Number(token);
}
