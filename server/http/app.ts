/**
 * fastify as we use it: it finds the route and owns the answer's end. It parses no body, logs nothing and says nothing of
 * its own; what goes out are answers of routes and problems.
 */
import type { Server } from 'node:http';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Log } from '../../node/log.ts';
import type { Details } from '../../shared/result.ts';
import { leaveUnread } from './broken-requests.ts';
import type { Metrics } from './metrics.ts';
import { problemAnswer } from './problem-answer.ts';
import { PROTOCOLS } from './versions.ts';

/** What the log tells of a request beside its route. */
type Told = { device?: string; code?: string; bytesIn?: number; isStream?: boolean };

declare module 'fastify' {
  interface FastifyRequest {
    told: Told;
  }
}

/** With every answer; a route may say otherwise. */
const FOR_BROWSERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
} as const;
/** What is left out where only a device's program reads. */
export const BROWSER_HEADERS: readonly string[] = Object.keys(FOR_BROWSERS);

const HEADERS = { 'x-sync-protocol': String(PROTOCOLS[0]), ...FOR_BROWSERS } as const;
const YEAR_SECONDS = 31_536_000;

const REQUEST_ID = /^[\w-]{1,64}$/;
/** A file's name on the wire, `<sha256>.<replica>`, has 91 signs. */
const MAX_PARAM = 200;

/** An app without routes on a server that does not listen yet. */
export function createApp(deps: {
  readonly server: Server;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly trustProxy: boolean;
  readonly isSecure: boolean;
}): FastifyInstance {
  const { server, log, metrics, trustProxy, isSecure } = deps;
  const app = fastify({
    logger: false,
    // The nearest proxy, and what that one says.
    trustProxy: trustProxy ? (_address: string, hop: number) => hop === 0 : false,
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_PARAM },
    frameworkErrors: (_error, _request, reply) => {
      void reply.headers(HEADERS);
      sendProblem(reply, 'BAD_REQUEST');
    },
    serverFactory: (handler) => server.on('request', handler),
  });

  // Bodies stay streams.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  app.decorateRequest('told');
  app.addHook('onRequest', async (request, reply) => {
    request.told = {};
    const asked = request.headers['x-request-id'];
    void reply.headers({
      ...HEADERS,
      ...(typeof asked === 'string' && REQUEST_ID.test(asked) ? { 'x-request-id': asked } : {}),
      ...(isSecure ? { 'strict-transport-security': `max-age=${YEAR_SECONDS}` } : {}),
    });
  });
  app.setNotFoundHandler((request, reply) => {
    request.told.code = 'NOT_FOUND';
    sendProblem(reply, 'NOT_FOUND');
  });
  app.setErrorHandler((error, _request, reply) => {
    const { statusCode = 500 } = error as { statusCode?: number };
    if (statusCode < 500) sendProblem(reply, 'BAD_REQUEST');
    else sendProblem(reply, 'INTERNAL', { report: log.error('request.failed', error) });
  });
  app.addHook('onResponse', async (request, reply) => {
    leaveUnread(request.raw);
    note(request, reply, log, metrics);
  });
  return app;
}

function sendProblem(reply: FastifyReply, code: string, details?: Details): void {
  const { status, headers, body } = problemAnswer(code, details);
  void reply.code(status).headers(headers).send(Buffer.from(body));
}

/** One line of the log and one count for each request: patterns of routes, never what stood in them. */
function note(request: FastifyRequest, reply: FastifyReply, log: Log, metrics: Metrics): void {
  const route = request.routeOptions.url ?? 'none';
  const { statusCode: status, elapsedTime } = reply;
  // How long a station waited is no measure of anything.
  if (request.told.isStream !== true) metrics.answered(route, status, elapsedTime);
  if (status === 408 || status === 413 || status === 429) metrics.count('qoima_refused_requests_total');
  const { device, code, bytesIn } = request.told;
  log.info('request', {
    route,
    status,
    ms: Math.round(elapsedTime),
    ...(device === undefined ? {} : { device }),
    ...(code === undefined ? {} : { code }),
    ...(bytesIn === undefined ? {} : { bytesIn }),
  });
}
