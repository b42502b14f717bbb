/**
 * What ops and states are made of, told without a schema. Each says yes only where the schema of the same thing takes the very
 * same value; whatever is rare, odd or wrong is the schema's to judge.
 */
const REPLICA_AND_SEQ = /^[a-z2-7]{26}:[1-9]\d*$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const CLOCK = /^[0-9a-f]{12}-[0-9a-f]{4}$/;

export type Members = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether these are all names that an object has. */
export function hasOnly(value: Members, names: ReadonlySet<string>): boolean {
  for (const name of Object.keys(value)) if (!names.has(name)) return false;
  return true;
}

export const isOpId = (value: unknown): boolean => isLike(value, REPLICA_AND_SEQ);
export const isUuid = (value: unknown): boolean => isLike(value, UUID);
export const isClock = (value: unknown): boolean => isLike(value, CLOCK);

function isLike(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

/** The one name that means something else where an object is made by names. */
export function isPlainName(name: string): boolean {
  return name !== '__proto__';
}

/** What JSON can hold; a number beyond all numbers is none. */
export function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  if (!isObject(value)) return false;
  for (const name of Object.keys(value)) if (!isPlainName(name) || !isJson(value[name])) return false;
  return true;
}
