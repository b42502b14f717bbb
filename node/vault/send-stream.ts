/**
 * A stream of bytes into the vault's thread: packed into pieces of 1 MiB in memory that both threads see, at most four on
 * their way, so that memory stays flat and a slow disk holds up the sender.
 */
import { must } from '../../shared/must.ts';
import { PIECE_BYTES } from '../files/hash-file.ts';

const PIECES_ON_THE_WAY = 4;

/** Sends all of `bytes`; `send` resolves when the thread has written a piece. The first failure of either side ends it. */
export async function sendStream(
  bytes: AsyncIterable<Uint8Array>,
  send: (piece: Uint8Array) => Promise<unknown>,
): Promise<void> {
  const free: Uint8Array[] = [];
  const onTheWay: Promise<Uint8Array>[] = [];
  let made = 0;

  /** Memory for the next piece; waits for the oldest one on its way when all of it is in use. */
  async function nextPiece(): Promise<Uint8Array> {
    const piece = free.pop();
    if (piece !== undefined) return piece;
    if (made < PIECES_ON_THE_WAY) {
      made++;
      return new Uint8Array(new SharedArrayBuffer(PIECE_BYTES));
    }
    return must(onTheWay.shift(), 'memory in use is on its way');
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
}
