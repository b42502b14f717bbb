/** A question's bytes, poured into a request piece by piece: the next one is asked for when the system has taken the one before. */
import type { ClientRequest } from 'node:http';

/** A piece's memory is used again as soon as the next one is asked for. */
export type Pieces = AsyncIterable<Uint8Array>;

/** Ends the request after the last piece, or with what reading them threw. A request that ends by itself is left as it is. */
export async function pour(pieces: Pieces, request: ClientRequest): Promise<void> {
  const gone = new Promise<void>((resolve) => request.once('close', resolve));
  try {
    for await (const piece of pieces) {
      const written = new Promise<void>((resolve) => {
        // Whether it failed is said by the request itself.
        request.write(piece, () => resolve());
      });
      await Promise.race([written, gone]);
      if (request.destroyed) return;
    }
    request.end();
  } catch (error) {
    request.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

/** Whether such a body can be sent once only. */
export function isPieces(body: unknown): body is Pieces {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
