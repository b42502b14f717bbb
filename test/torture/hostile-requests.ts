/**
 * Requests as they stand on the line, and what goes wrong with them: values, members, bytes, headers, paths, lengths. One
 * seed, one request.
 */
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { SeededRandom } from '../fixtures/seeded-random.ts';
import { VALUES, HEADER_VALUES, HEADER_NAMES, METHODS, PATH_PARTS } from './hostile-values.ts';

export type LineRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null: no body; a Buffer: these bytes; else JSON. */
  readonly body: unknown;
};

type Draft = { method: string; path: string; headers: Record<string, string>; body: unknown; bytes: Buffer };

/** Not deeper than JSON.stringify can go. */
const DEEP = 2000;
const LONG = 300_000;

/** The request after one to three misfortunes, as bytes. */
export function spoil(request: LineRequest, random: SeededRandom): Buffer {
  const draft: Draft = {
    method: request.method,
    path: request.path,
    headers: { ...request.headers },
    body: Buffer.isBuffer(request.body) ? request.body : structuredClone(request.body),
    bytes: Buffer.alloc(0),
  };
  const times = 1 + random.below(3);
  for (let i = 0; i < times; i++) {
    if (draft.body !== null && random.chance(0.85)) {
      draft.body = Buffer.isBuffer(draft.body)
        ? spoilBytes(draft.body, random)
        : spoilValue(draft.body, random);
    } else spoilHead(draft, random);
  }
  draft.bytes = bytesOf(draft.body);
  if (random.chance(0.1)) draft.bytes = spoilBytes(draft.bytes, random);
  if (random.chance(0.1)) encode(draft, random);
  const onLine = serialise(draft, random);
  return random.chance(0.08) ? spoilBytes(onLine, random) : onLine;
}

/** As it is. */
export function sound(request: LineRequest): Buffer {
  const bytes = bytesOf(request.body);
  return onTheLine({ ...request, headers: { ...request.headers }, bytes }, bytes.length);
}

function bytesOf(body: unknown): Buffer {
  if (body === null) return Buffer.alloc(0);
  return Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
}

/** One value somewhere in it becomes another one. */
function spoilValue(value: unknown, random: SeededRandom): unknown {
  if (Array.isArray(value)) return spoilArray(value as unknown[], random);
  if (typeof value === 'object' && value !== null)
    return spoilObject(value as Record<string, unknown>, random);
  if (typeof value === 'number' && random.chance(0.7))
    return value + random.pick([-1, 1, 0.5, 1000, -value, 1e16]);
  if (typeof value !== 'string' || random.chance(value.startsWith('{') ? 0.05 : 0.35)) return hostile(random);
  return spoilText(value, random);
}

function spoilArray(array: unknown[], random: SeededRandom): unknown {
  if (array.length === 0 || random.chance(0.03)) return hostile(random);
  const at = random.below(array.length);
  switch (random.below(5)) {
    case 0:
      return array.toSpliced(at, 1);
    case 1:
      return array.toSpliced(at, 0, array[at]);
    case 2:
      return array.toReversed();
    default:
      return array.with(at, spoilValue(array[at], random));
  }
}

function spoilObject(object: Record<string, unknown>, random: SeededRandom): unknown {
  const names = Object.keys(object);
  if (names.length === 0 || random.chance(0.02)) return hostile(random);
  const name = random.pick(names);
  const others = Object.entries(object).filter(([each]) => each !== name);
  switch (random.below(8)) {
    case 0:
      return Object.fromEntries(others);
    case 1:
      return { ...object, [random.pick(['__proto__x', 'extra', '', '\u0000'])]: hostile(random) };
    case 2:
      return Object.fromEntries([...others, [spoilText(name, random), object[name]]]);
    default:
      return { ...object, [name]: spoilValue(object[name], random) };
  }
}

/** Texts that are JSON themselves, such as ops and claims, are sometimes spoiled from within. */
function spoilText(text: string, random: SeededRandom): string {
  if (text.startsWith('{') && random.chance(0.85)) {
    try {
      return JSON.stringify(spoilValue(JSON.parse(text), random));
    } catch {
      // It was spoiled before.
    }
  }
  const at = random.below(text.length + 1);
  switch (random.below(5)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return `${text.slice(0, at)}${random.pick(['0', 'a', '\u0000', '\ud800', 'қ', '"', '\\', ' '])}${text.slice(at)}`;
    case 2:
      return text.slice(0, at) + text.slice(at + 1);
    case 3:
      return random.chance(0.1)
        ? text.repeat(Math.min(200, Math.ceil(LONG / (text.length + 1))))
        : `${text}${text}`;
    default:
      return `${text.slice(0, at)}${random.pick(['0', '1', 'f', 'z', '-', ':'])}${text.slice(at + 1)}`;
  }
}

function hostile(random: SeededRandom): unknown {
  if (random.chance(0.03)) return 'x'.repeat(LONG);
  if (random.chance(0.03)) return nested();
  return random.pick(VALUES);
}

function nested(): unknown {
  let value: unknown = 0;
  for (let i = 0; i < DEEP; i++) value = i % 2 === 0 ? [value] : { a: value };
  return value;
}

function spoilHead(draft: Draft, random: SeededRandom): void {
  const names = Object.keys(draft.headers);
  switch (random.below(6)) {
    case 0:
      draft.headers[random.pick(HEADER_NAMES)] = random.pick(HEADER_VALUES);
      break;
    case 1:
      if (names.length > 0) delete draft.headers[random.pick(names)];
      break;
    case 2: {
      if (names.length === 0) break;
      const name = random.pick(names);
      draft.headers[name] = spoilText(draft.headers[name] ?? '', random).replaceAll(/[\r\n\0]/g, '_');
      break;
    }
    case 3:
      draft.method = random.pick(METHODS);
      break;
    default:
      draft.path = spoilPath(draft.path, random);
  }
}

function spoilPath(path: string, random: SeededRandom): string {
  const parts = path.split('/');
  const at = 1 + random.below(Math.max(1, parts.length - 1));
  const other = random.pick(PATH_PARTS);
  switch (random.below(3)) {
    case 0:
      return parts.with(Math.min(at, parts.length - 1), other).join('/');
    case 1:
      return parts.toSpliced(at, 0, other).join('/');
    default:
      return spoilText(path, random).replaceAll(/[^\x21-\x7e]/g, '%20') || '/';
  }
}

function spoilBytes(bytes: Buffer, random: SeededRandom): Buffer {
  if (bytes.length === 0) return Buffer.from([random.below(256)]);
  const at = random.below(bytes.length);
  switch (random.below(5)) {
    case 0:
      return bytes.subarray(0, at);
    case 1: {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
      return copy;
    }
    case 2:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([random.below(256)]), bytes.subarray(at)]);
    case 3:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(20))]);
    default:
      return Buffer.concat([bytes, bytes.subarray(at)]);
  }
}

/** Rightly or wrongly packed. */
function encode(draft: Draft, random: SeededRandom): void {
  const encoding = random.pick(['gzip', 'zstd', 'deflate', 'br', 'gzip, zstd', 'identity']);
  draft.headers['content-encoding'] = encoding;
  if (random.chance(0.4)) return;
  draft.bytes = encoding === 'zstd' ? zstdCompressSync(draft.bytes) : gzipSync(draft.bytes);
  if (random.chance(0.4)) draft.bytes = spoilBytes(draft.bytes, random);
}

function serialise(draft: Draft, random: SeededRandom): Buffer {
  const { length } = draft.bytes;
  return onTheLine(draft, random.chance(0.05) ? length + random.pick([-1, 1, 1000, -length]) : length);
}

function onTheLine({ method, path, headers, bytes }: Omit<Draft, 'body'>, length: number): Buffer {
  const lines = {
    host: 'trial',
    ...headers,
    ...(bytes.length > 0 ? { 'content-length': String(length) } : {}),
  };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n`), bytes]);
}
