/**
 * The central server on HTTP: fastify finds the route, everything else is decided here and in `answer-route.ts`. Whatever
 * comes over the line ends as an answer of a route, as a problem, or as a closed connection.
 */
import { createServer as createPlain, type Server } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { authRoutes } from '../auth/auth-routes.ts';
import { createChallenges } from '../auth/challenge.ts';
import { createGuesses } from '../auth/guesses.ts';
import { metricsGauges } from '../status/gauges.ts';
import { createStatusRoutes } from '../status/status-routes.ts';
import { createAdmission } from './admission.ts';
import { answerRoute } from './answer-route.ts';
import { createApp } from './app.ts';
import { archiveRoutes } from './archive-routes.ts';
import { createBudget, createGate } from './budget.ts';
import { createContacts } from './contacts.ts';
import { answerBrokenRequests } from './broken-requests.ts';
import { HEADER_BYTES, LIMITS, type Limits } from './limits.ts';
import { createMetrics } from './metrics.ts';
import { describeRoutes } from './openapi.ts';
import { createPokeHub } from './poke.ts';
import type { Route } from './routes.ts';
import type { HttpServer, ServerDeps } from './server-deps.ts';
import { serverRoutes } from './server-routes.ts';

const KEEP_ALIVE_MS = 65_000;

/** Listens. Errors: those of the operating system (EADDRINUSE, EACCES). */
export async function createServer(deps: ServerDeps): Promise<HttpServer> {
  const { listen, directory, log } = deps;
  const limits: Limits = { ...LIMITS, ...deps.limits };
  const now = (): number => Date.now();
  const metrics = createMetrics();
  const work = createGate({
    most: limits.workBytes,
    maxWaiting: limits.workWaiting,
    waitMs: limits.workWaitMs,
  });
  const poke = createPokeHub({
    isShutOut: async (id) => (await directory.device(id))?.revokedAt !== null,
  });
  const guesses = createGuesses(limits, (kind) => {
    metrics.count('qoima_sign_in_failures_total');
    log.info('guess.wrong', { kind });
  });

  const routes: Route[] = [
    ...serverRoutes({
      server: deps.server,
      directory,
      now,
      openApi: () => description,
      metrics: async () =>
        metrics.text(metricsGauges(await deps.serverState(), { waiting: work.waiting, poke: poke.size })),
    }),
    ...authRoutes({ directory, server: deps.server, challenges: createChallenges(), guesses, now }),
    ...archiveRoutes({ contacts: createContacts({ directory, log, now }), poke, now }),
    ...createStatusRoutes({ ...deps, guesses, now, isSecure: listen.tls !== undefined }),
    ...(deps.plugins ?? []).flatMap((plugin) => plugin.routes),
  ];
  const description = JSON.stringify(describeRoutes(routes, deps.app));

  const server = makeServer(listen.tls, limits);
  answerBrokenRequests(server, () => metrics.count('qoima_broken_requests_total'));
  const app = createApp({
    server,
    log,
    metrics,
    trustProxy: listen.trustProxy === true,
    isSecure: listen.tls !== undefined,
  });
  const answerDeps = {
    admission: createAdmission({ ...deps, limits }),
    bodies: createBudget(limits.bodiesBytes),
    raws: createBudget(limits.rawBytes),
    work,
    poke,
    limits,
    metrics,
    log,
  };
  const answered: { method: string; path: string }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    answered.push({ method: String(method), path: url });
  });
  for (const route of routes) {
    app.route({ method: route.method, url: route.path, handler: answerRoute(answerDeps, route) });
  }
  await app.listen({ host: listen.host, port: listen.port });
  const { port } = server.address() as AddressInfo;
  return {
    host: listen.host,
    port,
    routes: answered,
    async close() {
      poke.close();
      const cut = setTimeout(() => server.closeAllConnections(), limits.closeMs);
      await app.close();
      clearTimeout(cut);
    },
  };
}

function makeServer(tls: ServerDeps['listen']['tls'], limits: Limits): Server {
  const options = {
    // Bodies have deadlines of their own: a file may take an hour over a slow line.
    requestTimeout: 0,
    headersTimeout: limits.headersMs,
    connectionsCheckingInterval: Math.max(200, Math.floor(limits.headersMs / 5)),
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: HEADER_BYTES,
    // No name of ours matters here, and Node's refusal is no problem as we make them.
    requireHostHeader: false,
  };
  const server =
    tls === undefined
      ? createPlain(options)
      : createSecure({ ...options, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: limits.headersMs });
  server.maxConnections = limits.connections;
  return server;
}
