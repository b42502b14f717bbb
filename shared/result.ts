/**
 * Expected trouble is a value with a code, never an exception: the code maps to a message in the user's language, the
 * details fill its placeholders. Exceptions are for bugs.
 */

/** What fills the placeholders of a message: names, numbers, never prose. */
export type Details = Readonly<Record<string, string | number | boolean | null>>;

export type Failure<C extends string> = { readonly ok: false; readonly code: C; readonly details?: Details };

export type Result<T, C extends string> = { readonly ok: true; readonly value: T } | Failure<C>;

/** Wraps a good value. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** Names an expected trouble; `details` hold what its message needs, such as a file's name. */
export function fail<C extends string>(code: C, details?: Details): Failure<C> {
  return details === undefined ? { ok: false, code } : { ok: false, code, details };
}

/** An expected trouble on its way through code that can only throw; `dispatch` turns it back into a value. */
export class TroubleError extends Error {
  readonly code: string;
  readonly details: Details | undefined;

  constructor(code: string, details?: Details) {
    super(code);
    this.name = 'TroubleError';
    this.code = code;
    this.details = details;
  }
}
