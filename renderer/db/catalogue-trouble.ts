/** What can go wrong with the catalogue copy, as codes that screens have messages for. Nothing of it loses anything. */
import { TroubleError } from '../../shared/result.ts';

/**
 * CATALOGUE_DISK_FULL: no room for the copy. CATALOGUE_CLOSED: the browser closed it under us. CATALOGUE_BLOCKED: another
 * window holds an older one open. CATALOGUE_DAMAGED: it cannot be read and is made anew. Other codes are the host's.
 */
export type TroubleCode = string;

const CODE_BY_NAME: Readonly<Record<string, TroubleCode>> = {
  QuotaExceededError: 'CATALOGUE_DISK_FULL',
  DatabaseClosedError: 'CATALOGUE_CLOSED',
  InvalidStateError: 'CATALOGUE_CLOSED',
  UnknownError: 'CATALOGUE_DAMAGED',
  NotFoundError: 'CATALOGUE_DAMAGED',
  DataError: 'CATALOGUE_DAMAGED',
  VersionError: 'CATALOGUE_DAMAGED',
};

/** The code of an exception that IndexedDB or Dexie threw; errors of ours keep theirs. */
export function troubleCode(error: unknown): TroubleCode {
  if (error instanceof TroubleError) return error.code;
  for (const name of errorNames(error)) {
    const code = CODE_BY_NAME[name];
    if (code !== undefined) return code;
  }
  return 'CATALOGUE_UNREADABLE';
}

/** The names of an error and of those it wraps: Dexie reports a full disk as an AbortError around the cause. */
function errorNames(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > 4) return [];
  const { name, inner, failures } = error as {
    name?: unknown;
    inner?: unknown;
    failures?: unknown;
  };
  const own = typeof name === 'string' ? [name] : [];
  const wrapped = [inner, ...(Array.isArray(failures) ? failures.slice(0, 3) : [])];
  return [...wrapped.flatMap((cause) => errorNames(cause, depth + 1)), ...own];
}
