/** Sends the file of a model to the host, which looks whether it is one. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../shared/result.ts';

/** The engine loads it once, to see that it can. */
const DEADLINE_MS = 180_000;
const refusalSchema = z.object({
  code: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

/** Codes: the host's, HOST_GONE. */
export async function sendModel(file: File): Promise<Result<null, string>> {
  try {
    const response = await fetch(`/model/${encodeURIComponent(file.name)}`, {
      method: 'PUT',
      body: file,
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    if (response.ok) return ok(null);
    const told = refusalSchema.safeParse(await response.json().catch(() => null));
    return told.success ? fail(told.data.code, told.data.details) : fail('INTERNAL');
  } catch {
    return fail('HOST_GONE');
  }
}
