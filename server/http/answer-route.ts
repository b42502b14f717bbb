/**
 * The way of every request: admitted, its body read within bounds, done, answered. Whatever happens, the answer is the
 * route's own or a problem; an error's text stays in the log.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../../node/log.ts';
import { TroubleError, fail, ok, type Result } from '../../shared/result.ts';
import { dictionaryOf } from '../../shared/sync/wire/dictionary.ts';
import type { Session } from '../store/directory-calls.ts';
import type { Admission } from './admission.ts';
import { readBody } from './body.ts';
import type { Budget, Gate } from './budget.ts';
import type { Limits } from './limits.ts';
import { BROWSER_HEADERS } from './app.ts';
import { watchLine } from './line-watch.ts';
import type { Metrics } from './metrics.ts';
import { pack } from './pack.ts';
import type { PokeHub } from './poke.ts';
import { problemAnswer } from './problem-answer.ts';
import type { ArchiveAsked, Asked, JsonRoute, OpenRoute, RawAnswer, RawRoute, Route } from './routes.ts';

export type AnswerDeps = {
  readonly admission: Admission;
  readonly bodies: Budget;
  readonly raws: Budget;
  readonly work: Gate;
  readonly poke: PokeHub;
  readonly limits: Limits;
  readonly metrics: Metrics;
  readonly log: Log;
};

/** Parsed and unpacked a body weighs about so many times its bytes. */
const WEIGHT_OF_BODY = 3;
const WEIGHT_OF_ANSWER = 2;
/** What node keeps of a body that flows through, there and back. */
const STREAM_BYTES = 256 * 1024;
/** Tokens and signs of life wait behind nobody's pages. */
const LIGHT_BYTES = 1024 * 1024;
/** Trouble of the services, by our names on the wire. */
const TROUBLES: Readonly<Record<string, string>> = {
  DISK_FULL: 'INSUFFICIENT_STORAGE',
  MAINTENANCE: 'MAINTENANCE',
  INSUFFICIENT_STORAGE: 'INSUFFICIENT_STORAGE',
};

/** Makes the handler of one route. */
export function answerRoute(
  deps: AnswerDeps,
  route: Route,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  const { limits, log } = deps;
  return async (request, reply) => {
    const gone = new AbortController();
    reply.raw.on('close', () => gone.abort());
    watchLine(request.raw, reply.raw, limits.idleMs);
    // A line that is closed already has no address any more.
    const isGone = request.raw.socket.remoteAddress === undefined;
    const asked: Asked = {
      address: isGone ? 'gone' : request.ip,
      params: request.params as Readonly<Record<string, string>>,
      query: new URLSearchParams(request.raw.url?.split('?')[1] ?? ''),
      headers: request.headers,
      signal: gone.signal,
    };
    let result: Result<RawAnswer, string> | 'taken';
    try {
      result = await go(deps, route, asked, request, reply);
    } catch (error) {
      result = gone.signal.aborted ? fail('BAD_REQUEST') : troubleOf(error, log);
    }
    if (result === 'taken') return reply;
    if (!result.ok) request.told.code = result.code;
    else if (route.kind === 'json') makeBrief(reply);
    return send(reply, result.ok ? result.value : problemAnswer(result.code, result.details));
  };
}

async function go(
  deps: AnswerDeps,
  route: Route,
  asked: Asked,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Result<RawAnswer, string> | 'taken'> {
  if (route.kind === 'open' || route.kind === 'plain') {
    const admitted = deps.admission.stranger(asked.address);
    if (!admitted.ok) return admitted;
    if (route.kind === 'plain') return route.handle(asked, request.raw);
    return call(deps, route, asked, request, (body) => route.handle(asked, body));
  }
  const admitted = await deps.admission.device(
    { ...asked, archive: asked.params['archive'] ?? '' },
    route.path.endsWith('/push'),
  );
  if (!admitted.ok) return admitted;
  const { session, archive, leave } = admitted.value;
  request.told.device = session.device.id;
  try {
    const mine: ArchiveAsked = { ...asked, session, archive };
    if (route.kind === 'json')
      return await call(deps, route, mine, request, (body) => route.handle(mine, body));
    if (route.kind === 'raw') return await answerBytes(deps, route, mine, request.raw, reply.raw);
    request.told.isStream = true;
    reply.hijack();
    const who = { archive: archive.id, device: session.device.id };
    deps.poke.open(reply.raw, who, archive, headersOf(reply));
    return 'taken';
  } finally {
    leave();
  }
}

/** Bytes in or out. What they hold on their way counts until the answer is out. */
async function answerBytes(
  { raws, limits }: AnswerDeps,
  route: RawRoute,
  asked: ArchiveAsked,
  raw: IncomingMessage,
  response: ServerResponse,
): Promise<Result<RawAnswer, string>> {
  const { holds = 0 } = route;
  const announced = Number(raw.headers['content-length'] ?? holds);
  const busy = fail('MAINTENANCE', { retryAfter: 5 });
  const take = (bytes: number): boolean => {
    // One that is heavier than all goes alone.
    const weight = Math.min(bytes, limits.rawBytes);
    if (!raws.take(weight)) return false;
    if (response.closed) raws.give(weight);
    else response.once('close', () => raws.give(weight));
    return true;
  };
  if (!take(STREAM_BYTES + Math.min(announced, holds))) return busy;
  const result = await route.handle(asked, raw);
  const body = result.ok ? result.value.body : undefined;
  const isHeld = typeof body === 'string' || body instanceof Uint8Array;
  return isHeld && body.length > STREAM_BYTES && !take(body.length) ? busy : result;
}

/** Reads a call's body, checks its shape, waits its turn, does it, packs the answer. */
async function call(
  deps: AnswerDeps,
  route: OpenRoute | JsonRoute,
  asked: Asked | ArchiveAsked,
  request: FastifyRequest,
  handle: (body: unknown) => Promise<Result<unknown, string>>,
): Promise<Result<RawAnswer, string>> {
  const session = 'session' in asked ? asked.session : null;
  const read = await readJson(deps, route, request.raw, session);
  if (!read.ok) return read;
  request.told.bytesIn = read.value.bytes;
  deps.metrics.count('qoima_bytes_received_total', read.value.bytes);
  const body = route.ask === null ? ok(null) : shapeOf(route.ask.safeParse(read.value.body));
  if (!body.ok) return body;
  const weight = read.value.bytes * WEIGHT_OF_BODY + route.bytes.answer * WEIGHT_OF_ANSWER;
  // A body stays in memory until its call is over, also while that waits for its turn.
  if (!deps.bodies.take(read.value.bytes)) return fail('MAINTENANCE', { retryAfter: 5 });
  const leave = weight <= LIGHT_BYTES ? () => undefined : await deps.work.enter(weight);
  try {
    if (leave === null) return fail('MAINTENANCE', { retryAfter: 5 });
    const result = await inTime(handle(body.value), deps.limits.callMs);
    if (!result.ok) return result;
    if (route.answer === null) return ok({ status: 204 });
    return ok(await packed(JSON.stringify(result.value), route, asked, deps.metrics));
  } finally {
    leave?.();
    deps.bodies.give(read.value.bytes);
  }
}

async function readJson(
  { limits, bodies }: AnswerDeps,
  route: OpenRoute | JsonRoute,
  raw: IncomingMessage,
  session: Session | null,
): Promise<Result<{ body: unknown; bytes: number }, string>> {
  if (route.ask === null) return ok({ body: null, bytes: 0 });
  const type = raw.headers['content-type'] ?? '';
  if (!/^application\/json\s*(?:;|$)/i.test(type)) return fail('BAD_REQUEST', { field: 'content-type' });
  const bounds = {
    bytes: route.bytes.ask,
    deadlineMs: limits.bodyMs,
    budget: bodies,
    dictionary: session === null ? undefined : () => dictionaryOf(session.archive, session.person.id),
  };
  const read = await readBody(raw, bounds);
  if (!read.ok)
    return fail(read.code === 'BUSY' ? 'MAINTENANCE' : read.code === 'CUT' ? 'BAD_REQUEST' : read.code);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(read.value);
    return ok({ body: JSON.parse(text) as unknown, bytes: read.value.length });
  } catch {
    return fail('BAD_REQUEST', { field: 'body' });
  }
}

/** Names the place of the first fault and never what stands there. */
function shapeOf(
  parsed: ReturnType<NonNullable<OpenRoute['ask']>['safeParse']>,
): Result<unknown, 'BAD_REQUEST'> {
  if (parsed.success) return ok(parsed.data);
  const where = parsed.error.issues[0]?.path.filter(
    (step) => typeof step === 'number' || /^\w{1,40}$/.test(String(step)),
  );
  return fail('BAD_REQUEST', { field: where?.slice(0, 6).join('.') ?? '' });
}

function inTime<T>(work: Promise<T>, ms: number): Promise<T | ReturnType<typeof fail<'MAINTENANCE'>>> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(fail('MAINTENANCE', { retryAfter: 15 })), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function packed(
  text: string,
  route: OpenRoute | JsonRoute,
  asked: Asked,
  metrics: Metrics,
): Promise<RawAnswer> {
  const type = { 'content-type': 'application/json' };
  // Tokens are never packed together with what somebody sent.
  if (route.kind === 'open') return { status: 200, headers: type, body: text };
  const accepted = asked.headers['accept-encoding'];
  const { bytes, encoding } = await pack(text, Array.isArray(accepted) ? accepted.join(',') : accepted);
  metrics.count('qoima_bytes_sent_total', bytes.length);
  return {
    status: 200,
    headers: {
      ...type,
      ...(encoding === null ? {} : { 'content-encoding': encoding }),
    },
    body: bytes,
  };
}

function troubleOf(error: unknown, log: Log): Result<never, string> {
  if (error instanceof TroubleError) {
    const code = TROUBLES[error.code];
    if (code !== undefined) return fail(code);
  }
  return fail('INTERNAL', { report: log.error('request.failed', error) });
}

/** What protects browsers is for nobody here: no page gets at what a device's token opens. A line stays open without a word about it. */
function makeBrief(reply: FastifyReply): void {
  for (const name of BROWSER_HEADERS) void reply.removeHeader(name);
  // That it ends, because the server stops, is said.
  if (reply.raw.getHeader('connection') !== 'close') reply.raw.removeHeader('connection');
}

function headersOf(reply: FastifyReply): Record<string, string> {
  return reply.getHeaders() as Record<string, string>;
}

function send(reply: FastifyReply, answer: RawAnswer): FastifyReply {
  void reply.code(answer.status).headers(answer.headers ?? {});
  const { body } = answer;
  // A text would get a charset that problems do not have.
  return reply.send(typeof body === 'string' ? Buffer.from(body) : body);
}
