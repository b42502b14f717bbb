/** The wire of an archive over HTTP: what the session of `shared/sync/station` speaks through. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import type { z } from 'zod';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import { addAnswerSchema, shortened, wholeAnswer } from '../../../../shared/sync/wire/add.ts';
import {
  attentionAnswerSchema,
  decideAnswerSchema,
  helloAnswerSchema,
  pullPageSchema,
  pushAnswerSchema,
  putRowSchema,
  snapshotManifestSchema,
  type PushAnswer,
  type PushAsk,
  type PutRow,
} from '../../../../shared/sync/wire/messages.ts';
import { historyAnswerSchema, recordsAnswerSchema } from '../../../../shared/sync/wire/records-messages.ts';
import type { Wire } from '../../../../shared/sync/wire/wire.ts';
import type { ArchiveCalls } from './archive-calls.ts';
import type { ProblemCode } from '../../../../shared/sync/wire/problems.ts';
import { readBody } from './read-body.ts';

const inflate = promisify(zstdDecompress);

/** What a part may be at most, packed and inflated. */
const MOST_PART_BYTES = 64 * 1024 * 1024;
const MOST_INFLATED_BYTES = 512 * 1024 * 1024;
/** A part over a line of 64 kbit/s takes some minutes; as long as something moves it is waited for. */
const PART_TRIES = 5;

const LONG_MS = 180_000;

/** After each of these the same goes as a push: the centre is not where we think, or does not know the short form. */
const NOT_SHORT: ReadonlySet<ProblemCode> = new Set(['SAY_HELLO', 'BAD_REQUEST', 'NOT_FOUND']);

type HttpWireDeps = {
  /** They bring the archive's path and the token. */
  readonly calls: ArchiveCalls;
  readonly device: string;
  /** What small pushes are deflated by: that of the archive and of who is signed in. */
  readonly dictionary: () => string;
};

export function createHttpWire({ calls, device, dictionary }: HttpWireDeps): Wire {
  const post =
    <Answer>(path: string, schema: z.ZodType<Answer>, deadlineMs?: number) =>
    (ask: unknown, signal?: AbortSignal) =>
      calls.json(schema, {
        path,
        body: ask ?? {},
        ...(signal === undefined ? {} : { signal }),
        ...(deadlineMs === undefined ? {} : { deadlineMs }),
      });

  const push = post('/push', pushAnswerSchema, LONG_MS);

  /** A few ops of ours go in the short form. */
  async function pushShort(ask: PushAsk, signal?: AbortSignal): Promise<Result<PushAnswer, ProblemCode>> {
    const short = shortened(ask, device);
    if (short === null) return push(ask, signal);
    const answer = await calls.json(addAnswerSchema, {
      path: '/add',
      body: short,
      dictionary: dictionary(),
      isBrief: true,
      ...(signal === undefined ? {} : { signal }),
    });
    if (answer.ok) return ok(wholeAnswer(answer.value, short));
    return NOT_SHORT.has(answer.code) ? push(ask, signal) : answer;
  }

  return {
    hello: post('/hello', helloAnswerSchema),
    push: pushShort,
    pull: post('/pull', pullPageSchema, LONG_MS),
    records: post('/records', recordsAnswerSchema, LONG_MS),
    history: post('/history', historyAnswerSchema, LONG_MS),
    attention: post('/attention', attentionAnswerSchema),
    decide: post('/decide', decideAnswerSchema),
    snapshot: post('/snapshot', snapshotManifestSchema, LONG_MS),
    async snapshotPart({ snapshot: id, n, sha256 }, signal) {
      const bytes = await fetchPart(calls, `/snapshot/${id}/${n}`, signal);
      if (!bytes.ok) return bytes;
      if (sha256 !== undefined && createHash('sha256').update(bytes.value).digest('hex') !== sha256)
        return fail('CHECKSUM_MISMATCH', { part: n });
      return readRows(bytes.value);
    },
  };
}

/** A part in as many pieces as the line breaks it into. */
async function fetchPart(
  calls: ArchiveCalls,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Result<Buffer, ProblemCode>> {
  let have = Buffer.alloc(0);
  let tag = '';
  for (let tries = 1; ; tries++) {
    const range = have.length === 0 ? {} : { range: `bytes=${have.length}-`, 'if-range': tag };
    const sent = await calls.raw({
      method: 'GET',
      path,
      headers: { ...range, 'accept-encoding': 'identity' },
      deadlineMs: 0,
      ...(signal === undefined ? {} : { signal }),
    });
    if (!sent.ok) {
      if (sent.code !== 'OFFLINE' || have.length === 0 || tries >= PART_TRIES) return sent;
      continue;
    }
    if (sent.value.status !== 206) have = Buffer.alloc(0);
    tag = sent.value.headers.etag ?? '';
    const pieces: Buffer[] = [have];
    const read = await readBody(sent.value.body, MOST_PART_BYTES, (piece) => pieces.push(piece));
    if (read.ok) return ok(Buffer.concat(pieces));
    have = tag === '' ? Buffer.alloc(0) : Buffer.concat(pieces);
    if (read.code === 'CANCELLED' || tries >= PART_TRIES) return read;
  }
}

/** One `putRow` a line. */
async function readRows(packed: Buffer): Promise<Result<readonly PutRow[], ProblemCode>> {
  try {
    const bytes = await inflate(packed, { maxOutputLength: MOST_INFLATED_BYTES });
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const lines = text.split('\n').filter((line) => line !== '');
    return ok(lines.map((line) => putRowSchema.parse(JSON.parse(line))));
  } catch {
    return fail('CHECKSUM_MISMATCH', { reason: 'ROWS' });
  }
}
