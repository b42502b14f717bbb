/** The array, or a larger copy that has room for so many. */
export function grown<T extends Int32Array | Uint8Array>(array: T, room: number): T {
  if (room <= array.length) return array;
  const larger = new (array.constructor as new (length: number) => T)(Math.max(room, array.length * 2));
  larger.set(array);
  return larger;
}
