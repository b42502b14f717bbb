/** What a route is: data, so that the server, its description (OpenAPI) and the tests read the same list. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Result } from '../../shared/result.ts';
import type { Session } from '../store/directory-calls.ts';
import type { ArchiveCalls } from './archive-calls.ts';
import type { Grower } from './poke.ts';

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** An archive as a device may use it. */
export type OpenArchive = Grower & {
  readonly id: string;
  readonly name: string;
  /** The calls of the wire, on behalf of who asks. */
  calls(session: Session): ArchiveCalls;
  /** Where the bytes of a snapshot's part lie; null: no such part, or no longer. */
  snapshotPart(snapshot: string, n: number): Promise<{ path: string; size: number; sha256: string } | null>;
};

/** What every handler hears of a request. */
export type Asked = {
  readonly address: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Fires when the one who asked went away, or the call takes too long. */
  readonly signal: AbortSignal;
};

/** A request of a device, after its token and its right to this archive were checked. */
export type ArchiveAsked = Asked & { readonly session: Session; readonly archive: OpenArchive };

export type RawAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Readable | Uint8Array | string;
};

type RouteHead = {
  readonly method: Method;
  /** fastify's pattern, such as `/v1/a/:archive/push`. */
  readonly path: string;
  /** One sentence for the description. */
  readonly summary: string;
  /** Codes of problems beyond those that every route may answer. */
  readonly problems?: readonly string[];
};

type JsonShapes<Ask, Answer> = {
  /** Null: no body. */
  readonly ask: z.ZodType<Ask> | null;
  /** Null: 204, no body. */
  readonly answer: z.ZodType<Answer> | null;
  /** Bounds of the body, and of what the answer may weigh. */
  readonly bytes: { readonly ask: number; readonly answer: number };
};

/** A call without a token. */
export type OpenRoute<Ask = unknown, Answer = unknown> = RouteHead &
  JsonShapes<Ask, Answer> & {
    readonly kind: 'open';
    handle(asked: Asked, body: Ask): Promise<Result<Answer, string>>;
  };

/** A call of a device. */
export type JsonRoute<Ask = unknown, Answer = unknown> = RouteHead &
  JsonShapes<Ask, Answer> & {
    readonly kind: 'json';
    handle(asked: ArchiveAsked, body: Ask): Promise<Result<Answer, string>>;
  };

/** Bytes of a device in or out: the body is the request's own stream, not unpacked. */
export type RawRoute = RouteHead & {
  readonly kind: 'raw';
  /** Statuses that it answers with, beside problems; 200 when nothing is said. */
  readonly statuses?: readonly number[];
  /** The most of a body that it has in memory at once, in bytes; when nothing is said, a stream's buffers. */
  readonly holds?: number;
  handle(asked: ArchiveAsked, body: IncomingMessage): Promise<Result<RawAnswer, string>>;
};

/** What a person's browser or a watcher asks for, without a token of a device. */
type PlainRoute = RouteHead & {
  readonly kind: 'plain';
  /** The media type of its answer. */
  readonly produces: string;
  handle(asked: Asked, body: IncomingMessage): Promise<Result<RawAnswer, string>>;
};

/** An answer that never ends. */
type StreamRoute = RouteHead & { readonly kind: 'poke' };

export type Route = OpenRoute | JsonRoute | RawRoute | PlainRoute | StreamRoute;

/** A part of the server that brings routes of its own. */
export type Plugin = { readonly routes: readonly Route[] };

/** Keeps the types of body and answer together, then forgets them, so that routes of all shapes stand in one list. */
export function openRoute<Ask, Answer>(route: Omit<OpenRoute<Ask, Answer>, 'kind'>): Route {
  return { ...route, kind: 'open' } as unknown as OpenRoute;
}

/** The same for calls of a device. */
export function jsonRoute<Ask, Answer>(route: Omit<JsonRoute<Ask, Answer>, 'kind'>): Route {
  return { ...route, kind: 'json' } as unknown as JsonRoute;
}
