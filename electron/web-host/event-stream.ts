/** `GET /events`: the host's events as server-sent events, with a beat so that a dead line is noticed on both sides. */
import type { ServerResponse } from 'node:http';
import type { Host } from '../services/create-host.ts';

const BEAT_MS = 15_000;
/** How soon a window asks again after its line broke. */
const RETRY_MS = 1000;
/** A window that does not read is cut off; it asks again and catches up by the journal's number. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;

/** Sends events to one window until it goes away; the function returned ends its stream. */
export function streamEvents(on: Host['on'], response: ServerResponse): () => void {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.write(`retry: ${RETRY_MS}\n\n`);

  function send(text: string): void {
    if (response.writableLength > MAX_UNREAD_BYTES) response.destroy();
    else response.write(text);
  }

  const silence = on((event, value) => send(`event: ${event}\ndata: ${JSON.stringify(value)}\n\n`));
  const beat = setInterval(() => send(': beat\n\n'), BEAT_MS);
  function leave(): void {
    silence();
    clearInterval(beat);
  }
  response.on('close', leave);
  return () => {
    // While the host stops its services still have news; nothing may be written to a stream that was ended.
    leave();
    response.end();
  };
}
