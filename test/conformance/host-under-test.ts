/** Both hosts behind one face: the shell's path (protocol handler and calls, under the fake) and the web host's (real HTTP). */
import { handlers, log, protocols, state } from '../fake-electron/fake-state.ts';
import { bootShell } from '../fake-electron/use-fake.ts';
import { startWebHost } from '../../electron/web-host/start-web-host.ts';
import { events, type EventName } from '../../shared/rpc/events.ts';
import { replySchema, type Reply } from '../../shared/rpc/reply.ts';
import { must } from '../../shared/must.ts';

export type Told = { readonly event: string; readonly value: unknown };

export type HostUnderTest = {
  /** A call as a window makes it, over whatever lies between. */
  call(method: string, input: unknown): Promise<Reply>;
  /** A request of the window's page for a path of its own origin. */
  fetch(target: string, init?: RequestInit): Promise<Response>;
  /** Resolves with the first event, from the start on, that `wanted` is true of. */
  readonly told: (wanted: (told: Told) => boolean) => Promise<Told>;
  stop(): Promise<void>;
};

/** Events as they come; every one of them must fit its schema. */
function inbox(): { hear: (event: string, value: unknown) => void; told: HostUnderTest['told'] } {
  const heard: Told[] = [];
  const waiting = new Set<() => void>();
  return {
    hear(event, value) {
      heard.push({ event, value: events[event as EventName].parse(value) });
      for (const look of waiting) look();
    },
    told: (wanted) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = heard.find(wanted);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}

/** The bundled shell in `dist`, booted under the fake; one for each process. */
export async function shellHost(dist: string, dataFolder: string): Promise<HostUnderTest> {
  const { hear, told } = inbox();
  bootShell(dist, dataFolder);
  while (!handlers.has('qoima:call')) await new Promise((resolve) => setTimeout(resolve, 5));
  const window = must(state.windows[0], 'the shell opened its window');
  const contents = window.fakeContents;
  contents.hear = (_channel, event, value) => hear(String(event), value);
  const handle = must(protocols.get('app'), 'the scheme is served');
  return {
    async call(method, input) {
      const event = { sender: contents, senderFrame: contents.mainFrame };
      const answer = await handlers.get('qoima:call')?.(event, method, structuredClone(input));
      return replySchema.parse(structuredClone(answer));
    },
    fetch: (target, init) => Promise.resolve(handle(new Request(`app://archive${target}`, init))),
    told,
    async stop() {
      window.closeByHand();
      while (!log.some(({ call }) => call === 'app.exited'))
        await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
}

/** The web host on a port of its own, as a window that has entered. */
export async function webHost(rendererFolder: string, dataFolder: string): Promise<HostUnderTest> {
  process.env['QOIMA_PORT'] = '0';
  const web = await startWebHost({ dataFolder, rendererFolder });
  const entry = await fetch(web.launchUrl('window'), { redirect: 'manual' });
  const cookie = must(entry.headers.get('set-cookie')?.split(';')[0], 'the launch token was taken');
  const ask = (target: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('cookie', cookie);
    headers.set('origin', web.address);
    return fetch(`${web.address}${target}`, { ...init, headers });
  };
  const { hear, told } = inbox();
  const stream = await ask('/events');
  void readEvents(stream, hear);
  return {
    async call(method, input) {
      const response = await ask('/rpc', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ method, input }),
      });
      return replySchema.parse(await response.json());
    },
    fetch: ask,
    told,
    async stop() {
      await web.stop();
      await told(({ event }) => event === 'host.stopping');
    },
  };
}

async function readEvents(response: Response, hear: (event: string, value: unknown) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of must(
    response.body,
    'the stream has a body',
  ) as unknown as AsyncIterable<Uint8Array>) {
    const blocks = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = /^event: (.*)$/m.exec(block)?.[1];
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (event !== undefined && data !== undefined) hear(event, JSON.parse(data));
    }
  }
}
