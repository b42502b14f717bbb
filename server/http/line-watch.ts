/**
 * Watches one request's line: a sender that sends nothing, or a reader that takes nothing, is cut off. What our own side
 * does not take or has not made yet counts against nobody, and nor does a moment in which this process stood still.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** So many looks in a row have to find a line stuck. */
const LOOKS = 2;
/** A line is stuck on which less has moved between two looks. */
const LEAST_BYTES = 512;

/** Watches until the answer is out or the line is closed; one on which nothing moves for `idleMs` is closed. */
export function watchLine(request: IncomingMessage, response: ServerResponse, idleMs: number): void {
  const { socket } = request;
  let read = socket.bytesRead;
  let written = socket.bytesWritten;
  let stuck = 0;
  const timer = setInterval(() => {
    const isSending = !request.complete && request.readableLength < request.readableHighWaterMark;
    const isReading = response.writableLength > 0;
    const moved = { read: socket.bytesRead - read, written: socket.bytesWritten - written };
    read = socket.bytesRead;
    written = socket.bytesWritten;
    const isStuck = (isSending && moved.read < LEAST_BYTES) || (isReading && moved.written < LEAST_BYTES);
    stuck = isStuck ? stuck + 1 : 0;
    if (stuck >= LOOKS) socket.destroy();
  }, idleMs / LOOKS);
  response.on('close', () => clearInterval(timer));
}
