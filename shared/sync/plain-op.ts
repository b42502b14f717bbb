/**
 * Tells most ops for what they are without a schema: reading an op is what pushing and taking in cost most. It says yes only
 * where `opSchema` takes the very same value; whatever is rare, odd or wrong is the schema's to judge.
 */
import type { Op } from './op.ts';

const REPLICA_AND_SEQ = /^[a-z2-7]{26}:[1-9]\d*$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const CLOCK = /^[0-9a-f]{12}-[0-9a-f]{4}$/;
const MEMBERS: ReadonlySet<string> = new Set<keyof Op>([
  'id',
  'v',
  'schema',
  'a',
  'rec',
  't',
  'k',
  'f',
  'p',
  'h',
  'u',
  'x',
]);

type Members = Readonly<Record<string, unknown>>;

/** Whether what was read from JSON is an op of the usual form; false says nothing. */
export function isPlainOp(value: unknown): value is Op {
  if (!isObject(value)) return false;
  for (const name of Object.keys(value)) if (!MEMBERS.has(name)) return false;
  const { t, k, f, p } = value;
  const isWritten = isText(t, 40) && isText(k, 20) && isFields(f, isJson) && isFields(p, isIds);
  return isWritten && isNamed(value) && (!('x' in value) || isTransaction(value['x']));
}

/** What it is about, whose it is, and when it was written. */
function isNamed({ id, v, schema, a, rec, h, u }: Members): boolean {
  const isUsual = v === 1 && isCount(schema, 1) && isLike(h, CLOCK);
  return isUsual && isLike(id, REPLICA_AND_SEQ) && isLike(a, UUID) && isLike(rec, UUID) && isLike(u, UUID);
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLike(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function isText(value: unknown, most: number): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= most;
}

function isCount(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && Number(value) >= least;
}

function isFields(value: unknown, isFit: (value: unknown) => boolean): boolean {
  if (!isObject(value)) return false;
  for (const name of Object.keys(value)) if (!isFieldName(name) || !isFit(value[name])) return false;
  return true;
}

function isFieldName(name: string): boolean {
  return name !== '' && name.length <= 200 && isPlainName(name);
}

/** The one name that means something else where an object is made by names. */
function isPlainName(name: string): boolean {
  return name !== '__proto__';
}

function isIds(value: unknown): boolean {
  return Array.isArray(value) && value.every((id) => isLike(id, REPLICA_AND_SEQ));
}

function isTransaction(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length === 3 &&
    isLike(value[0], UUID) &&
    isCount(value[1], 0) &&
    isCount(value[2], 1)
  );
}

/** What JSON can hold; a number beyond all numbers is none. */
function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  if (!isObject(value)) return false;
  for (const name of Object.keys(value)) if (!isPlainName(name) || !isJson(value[name])) return false;
  return true;
}
