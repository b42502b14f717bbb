/**
 * Watches one request's line: a sender that sends nothing, or a reader that takes nothing, is cut off. What our own side
 * does not take or has not made yet counts against nobody.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** At least so much has to move in `idleMs`. */
const LEAST_BYTES = 1024;

/** Watches until the answer is out or the line is closed. */
export function watchLine(request: IncomingMessage, response: ServerResponse, idleMs: number): void {
  const { socket } = request;
  let read = socket.bytesRead;
  let written = socket.bytesWritten;
  const timer = setInterval(() => {
    const isSending = !request.complete && request.readableLength < request.readableHighWaterMark;
    const isReading = response.writableLength > 0;
    const moved = { read: socket.bytesRead - read, written: socket.bytesWritten - written };
    read = socket.bytesRead;
    written = socket.bytesWritten;
    const isStuck = (isSending && moved.read < LEAST_BYTES) || (isReading && moved.written < LEAST_BYTES);
    if (isStuck) socket.destroy();
  }, idleMs);
  response.on('close', () => clearInterval(timer));
}
