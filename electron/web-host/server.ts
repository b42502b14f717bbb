/** The web host's server: 127.0.0.1 and one fixed port, the gate first, then the handler that both hosts share. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { ReadableStream } from 'node:stream/web';
import type { Access } from './access.ts';
import { streamEvents } from './event-stream.ts';
import { judge } from './guard.ts';
import { refusalPage } from './refusal-page.ts';
import { answerRpc } from './rpc-request.ts';
import type { Host } from '../services/create-host.ts';
import { TroubleError } from '../../shared/result.ts';

/** What the server needs of a host. */
export type Served = Pick<Host, 'dispatch' | 'handleRequest' | 'on' | 'log'>;

export type WebServer = { readonly port: number; close(): Promise<void> };

/** A line on which nothing moves for this long is dead, also in the middle of an upload. */
const IDLE_MS = 10 * 60_000;
/** Windows that are still busy when the host stops are cut off after this. */
const CLOSE_MS = 3000;

/** Listens on `port` of 127.0.0.1 and nowhere else. Errors: PORT_TAKEN. */
export async function startServer(served: Served, access: Access, port: number): Promise<WebServer> {
  const streams = new Set<() => void>();
  const server = createServer({ requestTimeout: 0, headersTimeout: 20_000, keepAliveTimeout: 65_000 });
  server.setTimeout(IDLE_MS);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch((error: unknown) => {
      served.log.error('request.failed', error);
      response.destroy();
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const verdict = judge(request, portOf(server), access);
    if (verdict.kind === 'redirect') {
      response.writeHead(303, {
        location: verdict.to,
        'cache-control': 'no-store',
        ...(verdict.setCookie === undefined ? {} : { 'set-cookie': verdict.setCookie }),
      });
      response.end();
      return;
    }
    if (verdict.kind === 'refuse') return send(response, refusalPage(request, verdict.code));
    if (request.method === 'GET' && request.url === '/events') {
      const end = streamEvents(served.on, response);
      streams.add(end);
      response.on('close', () => streams.delete(end));
      return;
    }
    const asked = toRequest(request, response, `http://127.0.0.1:${portOf(server)}`);
    const isCall = new URL(asked.url).pathname === '/rpc';
    await send(
      response,
      isCall ? await answerRpc(asked, served.dispatch) : await served.handleRequest(asked),
    );
    await leaveUnread(request, asked);
  }

  await listen(server, port);
  return {
    port: portOf(server),
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const end of streams) end();
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), CLOSE_MS);
      await closed;
      clearTimeout(cut);
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new TroubleError('PORT_TAKEN', { port }) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/**
 * The body stays a stream: it is read as fast as it is taken, and breaks off when the window goes away. When the one who
 * takes it stops early the line stays open, so that the refusal still reaches the window.
 */
function toRequest(request: IncomingMessage, response: ServerResponse, origin: string): Request {
  const { method = 'GET' } = request;
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const init = {
    method,
    headers,
    signal: gone.signal,
    body: hasBody ? ReadableStream.from(request.iterator({ destroyOnReturn: false })) : null,
    duplex: 'half',
  };
  return new Request(`${origin}${request.url}`, init as unknown as RequestInit);
}

/** What a refused upload still sends is read and thrown away: a line closed too early would swallow the refusal. */
async function leaveUnread(request: IncomingMessage, asked: Request): Promise<void> {
  if (asked.body === null || request.complete) return;
  if (!asked.body.locked) await asked.body.cancel();
  request.resume();
}

async function send(response: ServerResponse, answer: Response): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body === null) {
    response.end();
    return;
  }
  try {
    await pipeline(answer.body as AsyncIterable<Uint8Array>, response);
  } catch (error) {
    // The window turned the page before this one was sent.
    if (!response.destroyed) throw error;
  }
}
