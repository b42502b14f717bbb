/** The words of a store as few bytes: each number takes as many groups of seven bits as it needs, and frequent terms have low ones. */
import { fromBase64, toBase64 } from './base64.ts';
import { kindAndValue, KINDS, numberOf, type StoredWords } from './word-store.ts';

/** Kinds stand in the lowest bits; beyond those of the store one that tells how many numbers of a slot follow. */
const STEP = KINDS + 1;
const COUNT = KINDS;
const MORE = 0x80;
const GROUP = 7;
const MAX_BYTES = 5;

/** As base64: first how many numbers there are in all. */
export function packWords({ words, starts }: StoredWords): string {
  const slots = starts.length - 1;
  const bytes = new Uint8Array((words.length + slots + 1) * MAX_BYTES);
  let at = 0;
  const put = (kind: number, value: number): void => {
    let rest = value * STEP + kind;
    while (rest >= MORE) {
      bytes[at++] = (rest % MORE) + MORE;
      rest = Math.floor(rest / MORE);
    }
    bytes[at++] = rest;
  };
  put(COUNT, words.length);
  put(COUNT, slots);
  for (let slot = 0; slot < slots; slot++) {
    const [from = 0, to = from] = [starts[slot], starts[slot + 1]];
    put(COUNT, to - from);
    for (const each of words.subarray(from, to)) put(...kindAndValue(each));
  }
  return toBase64(bytes.subarray(0, at));
}

/** Null where the bytes are not as many numbers as they say. */
export function unpackWords(packed: string): StoredWords | null {
  const bytes = new Uint8Array(fromBase64(packed));
  let at = 0;
  const take = (): number => {
    let value = 0;
    let factor = 1;
    for (let byte = MORE; byte >= MORE; factor *= 2 ** GROUP) {
      byte = bytes[at++] ?? 0;
      value += (byte % MORE) * factor;
    }
    return value;
  };
  const takeCount = (): number => {
    const value = take();
    return value % STEP === COUNT ? Math.floor(value / STEP) : Number.MAX_SAFE_INTEGER;
  };
  const [length, slots] = [takeCount(), takeCount()];
  if (length > bytes.length || slots > bytes.length) return null;
  const words = new Uint32Array(length);
  const starts = new Uint32Array(slots + 1);
  let next = 0;
  for (let slot = 0; slot < slots; slot++) {
    const end = next + takeCount();
    if (end > length) return null;
    while (next < end) {
      const value = take();
      words[next++] = numberOf(value % STEP, Math.floor(value / STEP));
    }
    starts[slot + 1] = end;
  }
  return next === length && at === bytes.length ? { words, starts } : null;
}
