/** What does not even talk HTTP, or talks it badly: a problem on the line where one can still be said, and an end. */
import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { problemAnswer } from './problem-answer.ts';

/** What was refused may go on sending so long, so that it can read why; then the line is cut. */
const UNREAD_MS = 5000;

/** `onBroken` counts. */
export function answerBrokenRequests(server: Server, onBroken: () => void): void {
  server.removeAllListeners('clientError');
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    onBroken();
    // In the middle of an answer there is nothing that could be said.
    const busy = (socket as Socket & { _httpMessage?: { headersSent: boolean } })._httpMessage?.headersSent;
    if (!socket.writable || busy === true) {
      socket.destroy();
      return;
    }
    const code = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'TOO_SLOW' : 'BAD_REQUEST';
    socket.end(onTheLine(code));
    setTimeout(() => socket.destroy(), UNREAD_MS).unref();
  });
  // Node would answer 417 in a form of its own.
  server.on('checkExpectation', (_request, response) => {
    const { status, headers, body } = problemAnswer('BAD_REQUEST', { field: 'expect' });
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    response.writeHead(status, { ...headers, ...length }).end(body);
  });
}

/** After the answer: what still comes is thrown away, and not for long. */
export function leaveUnread(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  const { socket } = request;
  request.resume();
  const cut = setTimeout(() => socket.destroy(), UNREAD_MS);
  request.on('close', () => clearTimeout(cut));
}

function onTheLine(code: string): string {
  const { status, headers, body } = problemAnswer(code);
  const lines = { ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\n${head.join('')}\r\n${body}`;
}
