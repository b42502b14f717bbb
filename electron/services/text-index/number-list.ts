/** A set of numbers as few bytes: sorted, each as the distance from the one before, in sevens of bits. Pure. */

export function packNumbers(numbers: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  let last = 0;
  for (const number of [...numbers].sort((a, b) => a - b)) {
    let rest = number - last;
    last = number;
    while (rest > 127) {
      bytes.push((rest & 127) | 128);
      rest >>>= 7;
    }
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

export function unpackNumbers(bytes: Uint8Array): number[] {
  const numbers: number[] = [];
  let [last, rest, shift] = [0, 0, 0];
  for (const byte of bytes) {
    rest |= (byte & 127) << shift;
    shift += 7;
    if (byte > 127) continue;
    last += rest;
    numbers.push(last);
    [rest, shift] = [0, 0];
  }
  return numbers;
}
