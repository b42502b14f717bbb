/** Words in one growing array of letters, found again by a hash table: a tenth of the room that strings in a Map would take. */

export type WordPool = {
  readonly size: number;
  /** Bytes of all arrays. */
  readonly bytes: number;
  /** The number of a word, from 0; a new word gets the next one. */
  add(word: string): number;
  /** -1 when it was never added. */
  find(word: string): number;
  word(no: number): string;
  lengthOf(no: number): number;
};

const FULL = 0.6;

export function createWordPool(): WordPool {
  let letters = new Uint16Array(1 << 12);
  let ends = new Uint32Array(1 << 9);
  let slots = new Int32Array(1 << 10).fill(-1);
  let size = 0;

  const startOf = (no: number): number => (no === 0 ? 0 : (ends[no - 1] ?? 0));
  const isAt = (no: number, word: string): boolean => {
    const start = startOf(no);
    if ((ends[no] ?? 0) - start !== word.length) return false;
    for (let i = 0; i < word.length; i++) if (letters[start + i] !== word.charCodeAt(i)) return false;
    return true;
  };
  /** The slot that holds the word, or the free one where it belongs. */
  const slotOf = (word: string): number => {
    const mask = slots.length - 1;
    let slot = hashOf(word) & mask;
    for (;;) {
      const no = slots[slot] ?? -1;
      if (no === -1 || isAt(no, word)) return slot;
      slot = (slot + 1) & mask;
    }
  };
  const append = (word: string): number => {
    const start = startOf(size);
    letters = grown(letters, start + word.length);
    ends = grown(ends, size + 1);
    for (let i = 0; i < word.length; i++) letters[start + i] = word.charCodeAt(i);
    ends[size] = start + word.length;
    return size++;
  };
  const pool: WordPool = {
    get size() {
      return size;
    },
    get bytes() {
      return letters.byteLength + ends.byteLength + slots.byteLength;
    },
    add(word) {
      const slot = slotOf(word);
      const known = slots[slot] ?? -1;
      if (known !== -1) return known;
      const no = append(word);
      slots[slot] = no;
      if (size > slots.length * FULL) {
        slots = new Int32Array(slots.length * 2).fill(-1);
        for (let each = 0; each < size; each++) slots[slotOf(pool.word(each))] = each;
      }
      return no;
    },
    find: (word) => slots[slotOf(word)] ?? -1,
    word: (no) => String.fromCharCode(...letters.subarray(startOf(no), ends[no])),
    lengthOf: (no) => (ends[no] ?? 0) - startOf(no),
  };
  return pool;
}

function hashOf(word: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01_00_01_93);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** The array, or a larger copy that has room for so many. */
export function grown<T extends Uint16Array | Uint32Array | Uint8Array | Int32Array>(
  array: T,
  room: number,
): T {
  if (room <= array.length) return array;
  const larger = new (array.constructor as new (length: number) => T)(Math.max(room, array.length * 2));
  larger.set(array);
  return larger;
}
