/** What the server tells of itself: who it is, its description, its health, its numbers. */
import { ok, fail } from '../../shared/result.ts';
import { serverAnswerSchema } from '../../shared/sync/wire/access.ts';
import type { Directory } from '../store/directory-calls.ts';
import { isLoopback, isThroughProxy } from './addresses.ts';
import { SMALL_BODY_BYTES } from './limits.ts';
import { openRoute, type Route } from './routes.ts';
import { PROTOCOLS, SCHEMAS } from './versions.ts';

export function serverRoutes(deps: {
  readonly server: { readonly id: string; readonly name: string };
  readonly directory: Pick<Directory, 'server'>;
  readonly now: () => number;
  /** The description, as JSON text. */
  readonly openApi: () => string;
  /** The numbers, as Prometheus' text. */
  readonly metrics: () => Promise<string>;
}): Route[] {
  const { server, directory, now, openApi, metrics } = deps;
  return [
    openRoute({
      method: 'GET',
      path: '/v1/server',
      summary: 'Which server this is and what it talks.',
      ask: null,
      answer: serverAnswerSchema,
      bytes: { ask: 0, answer: SMALL_BODY_BYTES },
      handle: async () =>
        ok({
          product: 'qoima' as const,
          server,
          protocols: [...PROTOCOLS],
          schema: SCHEMAS,
          serverTime: new Date(now()).toISOString(),
        }),
    }),
    {
      kind: 'plain',
      method: 'GET',
      path: '/v1/openapi.json',
      summary: 'This description.',
      produces: 'application/json',
      handle: async () =>
        ok({ status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: openApi() }),
    },
    {
      kind: 'plain',
      method: 'GET',
      path: '/v1/health',
      summary: 'Whether the server can work: 200 with `ok`, or a problem.',
      produces: 'text/plain',
      async handle() {
        await directory.server(null);
        return ok({ status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'ok\n' });
      },
    },
    {
      kind: 'plain',
      method: 'GET',
      path: '/v1/metrics',
      summary: 'Numbers for a Prometheus on the same machine; for everybody else there is nothing here.',
      produces: 'text/plain',
      async handle({ address, headers }, { httpVersion }) {
        if (!isLoopback(address) || isThroughProxy(headers, httpVersion)) return fail('NOT_FOUND');
        const type = 'text/plain; version=0.0.4; charset=utf-8';
        return ok({ status: 200, headers: { 'content-type': type }, body: await metrics() });
      },
    },
  ];
}
