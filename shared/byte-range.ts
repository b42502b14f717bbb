/** The `Range` header, RFC 9110 §14: single ranges of bytes, which is all that viewers ask for. */

/** First and last byte, both included. */
export type ByteRange = { readonly first: number; readonly last: number };

/**
 * What a request wants of `size` bytes: a range, `whole` (no header, several ranges, another unit or nonsense: the
 * standard lets a server ignore those), or `outside` when no byte of the range exists.
 */
export function parseRange(header: string | null, size: number): ByteRange | 'whole' | 'outside' {
  const found = /^bytes=(?:(?<first>\d{1,15})-(?<last>\d{0,15})|-(?<suffix>\d{1,15}))$/.exec(
    header?.trim() ?? '',
  );
  if (found?.groups === undefined) return 'whole';
  const { first, last, suffix } = found.groups;
  if (suffix !== undefined) {
    const length = Math.min(Number(suffix), size);
    return length === 0 ? 'outside' : { first: size - length, last: size - 1 };
  }
  const from = Number(first);
  const to = last === undefined || last === '' ? size - 1 : Number(last);
  if (last !== '' && to < from) return 'whole';
  return from >= size ? 'outside' : { first: from, last: Math.min(to, size - 1) };
}
