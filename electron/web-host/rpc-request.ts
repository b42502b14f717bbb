/** `POST /rpc`: one call as JSON, `{ method, input }`; the answer is always a reply, whatever came in. */
import { z } from 'zod';
import type { Dispatch } from '../../shared/rpc/dispatch.ts';
import type { Reply } from '../../shared/rpc/reply.ts';

/** A change of 5,000 edits is under 4 MiB; nothing else comes near. */
export const MAX_RPC_BYTES = 8 * 1024 * 1024;

const callSchema = z.strictObject({ method: z.string(), input: z.unknown() });

/** Answers a call. Errors by status: 405 METHOD_NOT_ALLOWED, 415 BAD_INPUT, 413 TOO_LARGE. */
export async function answerRpc(request: Request, dispatch: Dispatch): Promise<Response> {
  if (request.method !== 'POST') return reply(405, { ok: false, code: 'METHOD_NOT_ALLOWED' });
  // A form of another site could post text/plain without asking first; JSON it cannot.
  if (!/^application\/json(?:;|$)/.test(request.headers.get('content-type') ?? '')) {
    return reply(415, { ok: false, code: 'BAD_INPUT', details: { field: '', fault: 'content_type' } });
  }
  const text = await boundedText(request);
  if (text === null) return reply(413, { ok: false, code: 'TOO_LARGE', details: { limit: MAX_RPC_BYTES } });
  const call = callSchema.safeParse(parseJson(text));
  if (!call.success)
    return reply(200, { ok: false, code: 'BAD_INPUT', details: { field: '', fault: 'call' } });
  return reply(200, await dispatch(call.data.method, call.data.input));
}

function reply(status: number, value: Reply): Response {
  return Response.json(value, {
    status,
    headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  });
}

/** The body, or null as soon as it is larger than it may be. */
async function boundedText(request: Request): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > MAX_RPC_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
