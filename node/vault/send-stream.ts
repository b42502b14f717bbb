/**
 * A stream of bytes into the vault's thread: packed into pieces of 1 MiB in memory that both threads see, at most four on
 * their way, so that memory stays flat and a slow disk holds up the sender.
 */
import { must } from '../../shared/must.ts';
import { freePiece, newPiece, PIECE_BYTES, PIECES_ON_THE_WAY } from '../files/hash-file.ts';

/** Sends all of `bytes`; `send` resolves when the thread has written a piece. The first failure of either side ends it. */
export async function sendStream(
  bytes: AsyncIterable<Uint8Array>,
  send: (piece: Uint8Array) => Promise<unknown>,
): Promise<void> {
  const memories: Uint8Array[] = [];
  const onTheWay: Promise<Uint8Array>[] = [];

  /** Memory for the next piece; waits for the oldest one on its way when all of it is in use. */
  async function nextPiece(): Promise<Uint8Array> {
    if (memories.length === PIECES_ON_THE_WAY) return must(onTheWay.shift(), 'memory in use is on its way');
    const piece = newPiece();
    memories.push(piece);
    return piece;
  }

  function post(piece: Uint8Array, length: number): void {
    const sent = send(piece.subarray(0, length)).then(() => piece);
    sent.catch(() => undefined); // met when it is waited for
    onTheWay.push(sent);
  }

  let piece = await nextPiece();
  let filled = 0;
  for await (const chunk of bytes) {
    for (let taken = 0; taken < chunk.length;) {
      const length = Math.min(chunk.length - taken, PIECE_BYTES - filled);
      piece.set(chunk.subarray(taken, taken + length), filled);
      taken += length;
      filled += length;
      if (filled < PIECE_BYTES) continue;
      post(piece, filled);
      piece = await nextPiece();
      filled = 0;
    }
  }
  if (filled > 0) post(piece, filled);
  await Promise.all(onTheWay);
  // Only here, when the thread has taken all: after trouble it may still be reading.
  for (const memory of memories) freePiece(memory);
}
