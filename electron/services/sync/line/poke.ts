/**
 * Listens to the centre's word that its log has grown. It only ever shortens the waiting: a station that never hears it is as right, a
 * minute later.
 */
import type { IncomingMessage } from 'node:http';
import { waitAfterFailure } from '../back-off.ts';
import { pokeSchema } from '../../../../shared/sync/wire/access.ts';
import type { ArchiveCalls } from './archive-calls.ts';

/** The centre speaks every 20 s; a line that is silent for longer is dead. */
const SILENT_MS = 60_000;
/** Nothing that it says is longer. */
const MOST_CHARACTERS = 64 * 1024;

export type Poke = {
  start(): void;
  stop(): void;
  /** Takes the line up anew if it was up: it may be dead and not know it. */
  again(): void;
};

export function createPoke(deps: {
  /** Null while there is no centre. */
  readonly calls: () => ArchiveCalls | null;
  readonly onHead: (head: number) => void;
  readonly random?: () => number;
}): Poke {
  const { calls, onHead, random = Math.random } = deps;
  let stopper: AbortController | null = null;

  async function listen(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted;) {
      // A new token that no disk would take: the rounds tell of it, and listening is tried again.
      const heard = await once(signal).catch(() => false);
      failures = heard ? 0 : failures + 1;
      await pause(waitAfterFailure(failures, random()), signal);
    }
  }

  /** One stream to its end; true when anything was heard. */
  async function once(signal: AbortSignal): Promise<boolean> {
    const sent = await calls()?.raw({
      method: 'GET',
      path: '/poke',
      headers: { accept: 'text/event-stream', 'accept-encoding': 'identity' },
      signal,
      deadlineMs: 0,
      idleMs: SILENT_MS,
    });
    if (sent?.ok !== true) return false;
    const { body } = sent.value;
    if (sent.value.headers['content-type']?.startsWith('text/event-stream') !== true) {
      body.destroy();
      return false;
    }
    return readEvents(body, onHead);
  }

  const poke: Poke = {
    start() {
      if (stopper !== null) return;
      stopper = new AbortController();
      void listen(stopper.signal);
    },
    stop() {
      stopper?.abort();
      stopper = null;
    },
    again() {
      if (stopper === null) return;
      poke.stop();
      poke.start();
    },
  };
  return poke;
}

async function readEvents(body: IncomingMessage, onHead: (head: number) => void): Promise<boolean> {
  let text = '';
  let heard = false;
  body.setEncoding('utf8');
  try {
    for await (const piece of body as AsyncIterable<string>) {
      heard = true;
      text += piece;
      const events = text.split(/\r?\n\r?\n/u);
      text = events.pop() ?? '';
      if (text.length > MOST_CHARACTERS) break;
      for (const event of events) {
        const head = headOf(event);
        if (head !== null) onHead(head);
      }
    }
  } catch {
    // The line went; it is taken up again.
  }
  return heard;
}

function headOf(event: string): number | null {
  const data = event
    .split(/\r?\n/u)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice('data:'.length).trim())
    .join('\n');
  if (data === '') return null;
  try {
    const parsed = pokeSchema.safeParse(JSON.parse(data));
    return parsed.success ? parsed.data.head : null;
  } catch {
    return null;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms).unref();
    signal.addEventListener('abort', end);
  });
}
