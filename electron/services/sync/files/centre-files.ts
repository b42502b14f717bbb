/** The centre's calls about files, read by their schemas; refusals come as their codes. */
import { z } from 'zod';
import { fail, ok, type Failure, type Result } from '../../../../shared/result.ts';
import { unpackPictures, type PackedPicture } from '../../../../shared/sync/files/picture-pack.ts';
import {
  batchStateSchema,
  filesStateSchema,
  filesWantedSchema,
  MOST_PACK_BYTES,
  picturesStateSchema,
  picturesTakenSchema,
  type BatchState,
  type FilesState,
  type FilesWanted,
  type PictureKey,
  type PicturesTaken,
} from '../../../../shared/sync/files/wire-files.ts';
import type { CentreAnswer, CentreFetch } from '../line/centre-fetch.ts';
import { lineFailure } from '../line/line-trouble.ts';

/** Above every answer about files but their bytes. */
const MOST_ANSWER_BYTES = 1024 * 1024;
const MOST_INVENTORY = 400 * 1024 * 1024;
const JSON_TYPE = { 'content-type': 'application/json' };

const problemSchema = z.object({ code: z.string().regex(/^[A-Z][A-Z0-9_]{0,59}$/u) });

/** Up to where a centre has told this station of its files. */
type ToldPlace = { readonly generation: string | null; readonly mark: string | null };

export type CentreFiles = {
  state(sha256: readonly string[], signal: AbortSignal): Promise<Result<FilesState, string>>;
  /** `told`: what this station was told last, for a centre that was set back since. */
  wanted(told: ToldPlace, signal: AbortSignal): Promise<Result<FilesWanted, string>>;
  beginBatch(batch: string, inventory: Uint8Array, signal: AbortSignal): Promise<Result<BatchState, string>>;
  batch(batch: string, signal: AbortSignal): Promise<Result<BatchState, string>>;
  missingPictures(keys: readonly PictureKey[], signal: AbortSignal): Promise<Result<PictureKey[], string>>;
  sendPictures(pack: Uint8Array, signal: AbortSignal): Promise<Result<PicturesTaken, string>>;
  /** Those of these that are there, until a pack is full. */
  pictures(keys: readonly PictureKey[], signal: AbortSignal): Promise<Result<PackedPicture[], string>>;
};

export function createCentreFiles(fetch: CentreFetch): CentreFiles {
  async function ask<T>(
    schema: z.ZodType<T>,
    path: string,
    options: Parameters<CentreFetch>[1],
  ): Promise<Result<T, string>> {
    const answer = await fetch(path, options);
    if (!answer.ok) return answer;
    if (answer.value.status !== 200) return refusalOf(answer.value);
    const read = await readAnswer(answer.value, MOST_ANSWER_BYTES);
    if (!read.ok) return read;
    const parsed = schema.safeParse(parse(read.value));
    return parsed.success ? ok(parsed.data) : fail('NOT_A_SERVER');
  }

  const post = (body: unknown, signal: AbortSignal) =>
    ({ method: 'POST', headers: JSON_TYPE, body: Buffer.from(JSON.stringify(body)), signal }) as const;

  return {
    state: (sha256, signal) => ask(filesStateSchema, '/files/state', post({ hashes: sha256 }, signal)),
    wanted: (told, signal) => ask(filesWantedSchema, wantedPath(told), { method: 'GET', signal }),
    beginBatch: (batch, inventory, signal) =>
      ask(batchStateSchema, `/batches/${batch}`, { method: 'PUT', body: inventory, signal }),
    batch: (batch, signal) => ask(batchStateSchema, `/batches/${batch}`, { method: 'GET', signal }),
    async missingPictures(pictures, signal) {
      const state = await ask(picturesStateSchema, '/pictures/state', post({ pictures }, signal));
      return state.ok ? ok(state.value.missing) : state;
    },
    sendPictures: (pack, signal) =>
      ask(picturesTakenSchema, '/pictures', { method: 'POST', body: pack, signal }),
    async pictures(pictures, signal) {
      const answer = await fetch('/pictures/get', post({ pictures }, signal));
      if (!answer.ok) return answer;
      if (answer.value.status !== 200) return refusalOf(answer.value);
      const found: PackedPicture[] = [];
      try {
        for await (const one of unpackPictures(answer.value.body, 2 * MOST_PACK_BYTES)) found.push(one);
      } catch (error) {
        // What came before a cut is whole.
        if (found.length === 0)
          return error instanceof RangeError ? fail('NOT_A_SERVER') : lineFailure(error);
      }
      return ok(found);
    },
  };
}

function wantedPath({ generation, mark }: ToldPlace): string {
  if (generation === null || mark === null) return '/files/wanted';
  return `/files/wanted?${new URLSearchParams({ generation, mark }).toString()}`;
}

/** The code of a refusal; its body is read to the end, so that the line can be used again. */
export async function refusalOf(answer: CentreAnswer): Promise<Failure<string>> {
  const read = await readAnswer(answer, MOST_ANSWER_BYTES);
  if (!read.ok) return read;
  const problem = problemSchema.safeParse(parse(read.value));
  if (problem.success) return fail(problem.data.code);
  return fail(answer.status === 404 ? 'NOT_FOUND' : 'NOT_A_SERVER', { status: answer.status });
}

/** A body as a whole. */
export async function readAnswer(
  answer: CentreAnswer,
  most = MOST_INVENTORY,
): Promise<Result<Buffer, string>> {
  const pieces: Uint8Array[] = [];
  let total = 0;
  try {
    for await (const piece of answer.body) {
      total += piece.length;
      if (total > most) return fail('NOT_A_SERVER');
      pieces.push(piece);
    }
    return ok(Buffer.concat(pieces, total));
  } catch (error) {
    return lineFailure(error);
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
