/**
 * The line to a centre: one HTTP request and its answer, through the proxy, by the authorities, within times. It knows no token and no
 * protocol. Every request may be made twice without harm (the protocol is built so), and is, when an idle line had been closed.
 */
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { createSecureContext } from 'node:tls';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import type { LineProblem } from '../../../../shared/sync/wire/problems.ts';
import { lineFailure } from './line-trouble.ts';
import { pour, type Pieces } from './pour.ts';

export type Ask = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Behind the centre's address, with its slash: `/v1/server`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | Pieces;
  readonly signal?: AbortSignal;
  /** For the whole, the answer's body too; 0: none, as long as something moves. */
  readonly deadlineMs?: number;
  /** Nothing moved for so long: the line is dead. */
  readonly idleMs?: number;
};

/** The body must be read or `destroy`ed; what goes wrong while it is read is for `lineFailure`. */
export type Answer = {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: IncomingMessage;
};

export type Line = {
  readonly url: string;
  send(ask: Ask): Promise<Result<Answer, LineProblem>>;
  /** Forgets the open connections, which may be dead and not know it; what is under way ends as it will. */
  renew(): void;
  close(): void;
};

const DEADLINE_MS = 60_000;
const IDLE_MS = 60_000;
/** What one station asks at the same time, files included. */
const MOST_CONNECTIONS = 8;

/** `proxyEnv` is of a later Node than the types know. */
type ProxyAgentOptions = https.AgentOptions & { readonly proxyEnv: Readonly<Record<string, string>> };

export function createLine(deps: {
  /** As `readAddress` gives it. */
  readonly url: string;
  /** As `proxyVariables` gives them. */
  readonly proxyEnv: Readonly<Record<string, string>>;
  /** As `trusted` gives them. */
  readonly authorities: readonly string[];
}): Line {
  const { url } = deps;
  const isSecure = url.startsWith('https:');
  // Made once: reading hundreds of certificates for each connection would take longer than connecting.
  const secureContext = isSecure
    ? createSecureContext({ ca: [...deps.authorities], minVersion: 'TLSv1.2' })
    : null;
  let agent = newAgent();
  const agents = new Set([agent]);

  function newAgent(): http.Agent {
    const options: ProxyAgentOptions = {
      keepAlive: true,
      maxSockets: MOST_CONNECTIONS,
      proxyEnv: deps.proxyEnv,
      ...(secureContext === null ? {} : { secureContext }),
    };
    return isSecure ? new https.Agent(options) : new http.Agent(options);
  }

  function once(ask: Ask): Promise<{ answer: Result<Answer, LineProblem>; wasStale: boolean }> {
    const { method, path, headers = {}, body, signal, deadlineMs = DEADLINE_MS, idleMs = IDLE_MS } = ask;
    return new Promise((resolve) => {
      const { request: begin } = isSecure ? https : http;
      const sized = body instanceof Uint8Array ? { 'content-length': String(body.length) } : {};
      const request = begin(`${url}${path}`, {
        method,
        agent,
        headers: { ...headers, ...sized },
        ...(signal === undefined ? {} : { signal }),
      });
      // A line stays open in HTTP/1.1 without a word about it.
      request.removeHeader('connection');
      // An answer that has begun is what its reader listens to.
      let begun: IncomingMessage | null = null;
      const endLate = () => (begun ?? request).destroy(lateError());
      const timer = deadlineMs === 0 ? undefined : setTimeout(endLate, deadlineMs);
      request.setTimeout(idleMs, endLate);
      request.on('error', (error: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        const wasStale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
        resolve({ answer: lineFailure(error), wasStale });
      });
      request.on('response', (answer) => {
        begun = answer;
        answer.on('close', () => clearTimeout(timer));
        resolve({
          answer: ok({ status: answer.statusCode ?? 0, headers: answer.headers, body: answer }),
          wasStale: false,
        });
      });
      if (body === undefined || body instanceof Uint8Array) request.end(body);
      else void pour(body, request);
    });
  }

  return {
    url,
    async send(ask) {
      if (ask.signal?.aborted === true) return fail('CANCELLED');
      const first = await once(ask);
      const canRepeat = ask.body === undefined || ask.body instanceof Uint8Array;
      return first.wasStale && canRepeat ? (await once(ask)).answer : first.answer;
    },
    renew() {
      for (const sockets of Object.values(agent.freeSockets))
        for (const each of sockets ?? []) each.destroy();
      agents.add((agent = newAgent()));
    },
    close() {
      for (const each of agents) each.destroy();
    },
  };
}

function lateError(): Error {
  return Object.assign(new Error('the line was silent for too long'), { code: 'LINE_TIMEOUT' });
}
