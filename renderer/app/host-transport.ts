/** The two ways to a host: the bridge that the shell's preload left in the page, or HTTP to where the page came from. */
import { BRIDGE_NAME, type HostBridge } from '../../shared/rpc/bridge.ts';
import { events } from '../../shared/rpc/events.ts';

/** How the host is reached just now: `gone` is being tried again, `refused` needs the program opened anew. */
export type LineState = 'here' | 'gone' | 'refused';

export type Transport = {
  /** Answers whatever came back; rejects when the host was not reached, with the `DOMException` of `signal` when late. */
  call(method: string, input: unknown, signal: AbortSignal): Promise<unknown>;
  /** Follows events and the line to the host until the function returned is called. */
  listen(onEvent: (event: string, value: unknown) => void, onLine: (state: LineState) => void): () => void;
};

/** The transport of this page. */
export function findTransport(): Transport {
  const bridge = (globalThis as { [BRIDGE_NAME]?: HostBridge })[BRIDGE_NAME];
  return bridge === undefined ? httpTransport() : bridgeTransport(bridge);
}

/** In the shell: a window never outlives its host, so the line is always there. */
export function bridgeTransport(bridge: HostBridge): Transport {
  return {
    call: (method, input, signal) =>
      Promise.race([
        bridge.call(method, input),
        new Promise<never>((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        }),
      ]),
    listen(onEvent, onLine) {
      onLine('here');
      return bridge.on(onEvent);
    },
  };
}

/** How soon a line that the host closed for good is tried again. */
const RETRY_MS = 1000;

/** In a browser: calls by `POST /rpc`, events by `GET /events`, which the browser opens again by itself when it breaks. */
function httpTransport(): Transport {
  return {
    async call(method, input, signal) {
      const response = await fetch('/rpc', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ method, input }),
        signal,
      });
      const answer: unknown = await response.json();
      // The gate answers `{ code }`, a call its reply envelope.
      return response.status === 403 ? { ok: false, code: 'FORBIDDEN' } : answer;
    },
    listen(onEvent, onLine) {
      let source: EventSource | undefined;
      let timer: ReturnType<typeof setTimeout> | undefined;
      let ended = false;

      function open(): void {
        if (ended) return;
        const opened = new EventSource('/events');
        source = opened;
        opened.addEventListener('open', () => onLine('here'));
        opened.addEventListener('error', () => {
          if (opened.readyState !== EventSource.CLOSED) {
            onLine('gone');
            return;
          }
          // An answer that is no stream: the host refuses this window, or it is just going down.
          void isRefused().then((refused) => onLine(refused ? 'refused' : 'gone'));
          timer = setTimeout(open, RETRY_MS);
        });
        for (const event of Object.keys(events)) {
          opened.addEventListener(event, (message: MessageEvent<string>) => {
            onEvent(event, JSON.parse(message.data) as unknown);
          });
        }
      }

      open();
      return () => {
        ended = true;
        clearTimeout(timer);
        source?.close();
      };
    },
  };
}

async function isRefused(): Promise<boolean> {
  try {
    return (await fetch('/events', { method: 'HEAD' })).status === 403;
  } catch {
    return false;
  }
}
