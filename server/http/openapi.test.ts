import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonRoute, type RawRoute } from './routes.ts';
import { openApiPath } from './openapi.ts';
import { startTrialServer, type TrialServer } from '../../test/fixtures/trial-server.ts';
import { z } from 'zod';
import { ok } from '../../shared/result.ts';

type Operation = {
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly object[];
  readonly requestBody?: { content: { 'application/json': { schema: object } } };
  readonly responses: Readonly<Record<string, object>>;
};
type Description = {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

let server: TrialServer;
let description: Description;

const bytes: RawRoute = {
  kind: 'raw',
  method: 'PATCH',
  path: '/v1/a/:archive/trial/:name',
  summary: 'Bytes.',
  statuses: [204],
  handle: async () => ok({ status: 204 }),
};
const words = jsonRoute({
  method: 'POST',
  path: '/v1/a/:archive/words',
  summary: 'Words.',
  ask: z.strictObject({ word: z.string().max(5) }),
  answer: z.strictObject({ n: z.int() }),
  bytes: { ask: 100, answer: 100 },
  handle: async () => ok({ n: 1 }),
});

beforeAll(async () => {
  server = await startTrialServer({ plugins: [{ routes: [bytes, words] }] });
  description = (await (await fetch(`${server.url}/v1/openapi.json`)).json()) as Description;
});
afterAll(() => server.close());

test('every route that the server answers stands in its description, and nothing else does', async () => {
  const described = Object.entries(description.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const answered = server.routes.map(({ method, path }) => `${method} ${openApiPath(path)}`);
  expect(described.toSorted()).toEqual(answered.toSorted());
  expect(answered).toContain('POST /v1/a/{archive}/push');
  expect(answered).toContain('PATCH /v1/a/{archive}/trial/{name}');
  for (const { method, path } of server.routes) {
    const url = `${server.url}${path.replaceAll(/:\w+/g, 'x')}`;
    const answer = await fetch(url, { method });
    // Found, whatever is said then; a call of an archive wants a token first.
    if (path.includes(':archive')) expect(answer.status).toBe(401);
    else expect(answer.status).not.toBe(404);
  }
});

test('it says what goes in and out by the schemas that the server works by', () => {
  expect(description.openapi).toBe('3.1.0');
  const push = description.paths['/v1/a/{archive}/words']?.['post'];
  expect(push?.requestBody?.content['application/json'].schema).toEqual({
    type: 'object',
    properties: { word: { type: 'string', maxLength: 5 } },
    required: ['word'],
    additionalProperties: false,
  });
  expect(push?.security).toEqual([{ device: [] }]);
  const operations = Object.values(description.paths).flatMap((path) => Object.values(path));
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  for (const { summary, responses } of operations) {
    expect(summary.length).toBeGreaterThan(5);
    expect(Object.keys(responses)).toContain('default');
  }
});

test('every reference in it leads somewhere', () => {
  const text = JSON.stringify(description);
  for (const [, pointer = ''] of text.matchAll(/"\$ref":"#\/(?<pointer>[^"]+)"/g)) {
    let place: unknown = description;
    for (const step of pointer.split('/')) place = (place as Record<string, unknown>)[step];
    expect(place, pointer).toBeDefined();
  }
});
