/** A body that is taken whole: no more of it than is allowed is ever in memory. */

/** Null when there is more; the rest is left unread. */
export async function readUpTo(body: AsyncIterable<Uint8Array>, most: number): Promise<Buffer | null> {
  const pieces: Uint8Array[] = [];
  let total = 0;
  for await (const piece of body) {
    total += piece.length;
    if (total > most) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces, total);
}
