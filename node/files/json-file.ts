/**
 * Small JSON files of ours (settings, `vault.json`): read by a schema, written atomically. A damaged one is set aside under
 * another name, never overwritten, so that a person can look at it; the caller goes on with its defaults and says so.
 */
import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { fail, ok, type Result } from '../../shared/result.ts';
import { renameWithRetry, writeFileAtomic } from './atomic-write.ts';
import { diskFailure, type DiskCode } from './disk-trouble.ts';

/** `MISSING`: no such file. `DAMAGED`: not JSON or not of the schema; `details.setAside` is where it lies now. */
export type JsonFileCode = 'MISSING' | 'DAMAGED' | Exclude<DiskCode, 'FILE_MISSING'>;

export type ReadJsonOptions = {
  /** False leaves a damaged file where it is, for readers that must not write. */
  readonly setAside?: boolean;
};

/** Reads and checks a JSON file. */
export async function readJsonFile<T>(
  path: string,
  schema: z.ZodType<T>,
  options: ReadJsonOptions = {},
): Promise<Result<T, JsonFileCode>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const failure = diskFailure(error, path);
    return failure.code === 'FILE_MISSING' ? fail('MISSING', { path }) : fail(failure.code, { path });
  }
  const parsed = schema.safeParse(parse(text));
  if (parsed.success) return ok(parsed.data);
  if (options.setAside === false) return fail('DAMAGED', { path });
  return fail('DAMAGED', { path, setAside: await setAside(path) });
}

/** Writes `value` as readable JSON, whole or not at all. Throws a `TroubleError` with the disk's code. */
export async function writeJsonFile(path: string, value: unknown): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(value, undefined, 2)}\n`);
}

/** Moves a damaged file out of the way; answers its new path, or null when even that is not possible. */
async function setAside(path: string): Promise<string | null> {
  const stamp = new Date().toISOString().replaceAll(/[-:]/gu, '').replace('.', '-');
  const aside = `${path}.damaged-${stamp}`;
  try {
    await renameWithRetry(path, aside);
    return aside;
  } catch {
    return null;
  }
}

function parse(text: string): unknown {
  try {
    // Editors on Windows put a byte order mark in front.
    return JSON.parse(text.replace(/^\uFEFF/u, '')) as unknown;
  } catch {
    return undefined;
  }
}
