/** A `PUT` whose body goes to a service. */
import type { Result } from '../../../shared/result.ts';
import { BYTES_HEADERS, plain } from './headers.ts';

/** 204 when the service took them; else its code. */
export async function receiveBytes(
  request: Request,
  canWrite: boolean,
  put: (bytes: AsyncIterable<Uint8Array>) => Promise<Result<null, string>>,
): Promise<Response> {
  if (request.method !== 'PUT') return plain(405, 'METHOD_NOT_ALLOWED', { headers: { allow: 'PUT' } });
  if (!canWrite) return plain(403, 'READ_ONLY');
  const taken = await put(request.body ?? emptyBody());
  if (taken.ok) return new Response(null, { status: 204, headers: BYTES_HEADERS });
  return plain(422, taken.code, taken.details === undefined ? {} : { details: taken.details });
}

/** A file of no bytes comes as a request without a body. */
async function* emptyBody(): AsyncGenerator<Uint8Array> {
  // Nothing comes.
}
