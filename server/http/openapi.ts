/** The description of all routes (OpenAPI 3.1), made of the same list and the same schemas that the server works by. */
import { z } from 'zod';
import type { JsonRoute, OpenRoute, Route } from './routes.ts';
import { OWN_ARCHIVE } from '../../shared/sync/wire/add.ts';
import { problemSchema } from '../../shared/sync/wire/problems.ts';

type Described = Readonly<Record<string, unknown>>;

/** Problems that any call of a device may meet. */
const ANY_DEVICE = ['UNAUTHENTICATED', 'DEVICE_REVOKED', 'NOT_FOUND', 'UPGRADE_REQUIRED'];
const ANY = ['BAD_REQUEST', 'BATCH_TOO_LARGE', 'TOO_SLOW', 'TOO_MANY_REQUESTS', 'INTERNAL', 'MAINTENANCE'];

/** The whole document. */
export function describeRoutes(routes: readonly Route[], app: string): Described {
  const shapes = createShapes();
  const paths: Record<string, Record<string, Described>> = {};
  for (const route of routes) {
    const path = openApiPath(route.path);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, shapes) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Qoima sync server',
      version: app,
      license: { name: 'MIT' },
      description:
        'Archives of stations that work without a line. Every refusal is a problem (RFC 9457) with a code; ' +
        'every call of an archive may be repeated. Bodies may come with content-encoding gzip or zstd, or deflate with the ' +
        'dictionary of this protocol. An archive may be called `-`: that of the token.',
    },
    paths,
    components: {
      schemas: { Problem: shapes.of(problemSchema, 'output'), ...shapes.parts },
      securitySchemes: { device: { type: 'http', scheme: 'bearer' } },
      headers: {
        Protocol: { description: 'Every answer of this server has it.', schema: { const: '1' } },
      },
      responses: {
        Problem: {
          description: 'A refusal.',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}

/** `/v1/a/:archive/push` in the way of OpenAPI. */
export function openApiPath(path: string): string {
  return path.replaceAll(/:(?<name>\w+)/g, '{$<name>}');
}

function operation(route: Route, shapes: Shapes): Described {
  const isOfDevice = route.kind === 'json' || route.kind === 'raw' || route.kind === 'poke';
  const problems = [...(route.problems ?? []), ...(isOfDevice ? ANY_DEVICE : []), ...ANY];
  return {
    operationId: `${route.method.toLowerCase()}${route.path.replace('/v1', '').replaceAll(/[/:.]+(?<next>\w?)/g, (_all, next: string) => next.toUpperCase())}`,
    summary: route.summary,
    description: `Problems: ${[...new Set(problems)].join(', ')}.`,
    ...(isOfDevice ? { security: [{ device: [] }] } : { security: [] }),
    parameters: parametersOf(route, isOfDevice),
    ...(route.kind === 'json' || route.kind === 'open' ? requestBody(route, shapes) : {}),
    responses: { ...responsesOf(route, shapes), default: { $ref: '#/components/responses/Problem' } },
  };
}

function parametersOf(route: Route, isOfDevice: boolean): Described[] {
  const names = [...route.path.matchAll(/:(?<name>\w+)/g)].map(({ groups }) => groups?.['name'] ?? '');
  const inPath = names.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema:
      name === 'archive'
        ? { anyOf: [{ type: 'string', format: 'uuid' }, { const: OWN_ARCHIVE }] }
        : { type: 'string' },
  }));
  const versions = ['X-Sync-Protocol', 'X-Schema'].map((name) => ({
    name,
    in: 'header',
    required: false,
    schema: { type: 'integer', minimum: 1 },
  }));
  return isOfDevice ? [...inPath, ...versions] : inPath;
}

function requestBody(route: OpenRoute | JsonRoute, shapes: Shapes): Described {
  if (route.ask === null) return {};
  return {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: shapes.of(route.ask, 'input') } },
    },
  };
}

function responsesOf(route: Route, shapes: Shapes): Record<string, Described> {
  if (route.kind === 'raw') {
    const statuses = route.statuses ?? [200];
    return Object.fromEntries(
      statuses.map((status) => [status, { description: 'Bytes, or an empty answer.' }]),
    );
  }
  if (route.kind === 'plain') {
    return { 200: { description: 'The answer.', content: { [route.produces]: {} } } };
  }
  if (route.kind === 'poke') {
    return { 200: { description: 'Events `head`.', content: { 'text/event-stream': {} } } };
  }
  if (route.answer === null) return { 204: { description: 'Done.' } };
  const schema = shapes.of(route.answer, 'output');
  return { 200: { description: 'The answer.', content: { 'application/json': { schema } } } };
}

type Shapes = {
  /** A zod schema as JSON Schema 2020-12, which is that of OpenAPI 3.1. */
  of(schema: z.ZodType, io: 'input' | 'output'): Described;
  /** The parts that schemas refer to, by name. */
  readonly parts: Record<string, Described>;
};

/** References of a schema lead to parts of its own; in the whole document they stand in one place. */
function createShapes(): Shapes {
  const parts: Record<string, Described> = {};
  /** The prefix of each set of parts that was met. */
  const prefixes = new Map<string, string>();
  return {
    of(schema, io) {
      const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
      const own = JSON.stringify(json.$defs ?? {});
      const prefix = prefixes.get(own) ?? `part${prefixes.size}`;
      prefixes.set(own, prefix);
      const text = JSON.stringify(json).replaceAll('"#/$defs/', `"#/components/schemas/${prefix}`);
      const { $defs = {}, ...rest } = JSON.parse(text) as { $defs?: Record<string, Described> };
      for (const [name, part] of Object.entries($defs)) parts[`${prefix}${name}`] = part;
      return rest;
    },
    parts,
  };
}
