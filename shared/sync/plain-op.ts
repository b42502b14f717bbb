/**
 * Tells most ops for what they are without a schema: reading an op is what pushing and taking in cost most. It says yes only
 * where `opSchema` takes the very same value; whatever is rare, odd or wrong is the schema's to judge.
 */
import type { Op } from './op.ts';
import {
  hasOnly,
  isClock,
  isJson,
  isObject,
  isOpId,
  isPlainName,
  isUuid,
  type Members,
} from './plain-parts.ts';

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

/** Whether what was read from JSON is an op of the usual form; false says nothing. */
export function isPlainOp(value: unknown): value is Op {
  if (!isObject(value) || !hasOnly(value, MEMBERS)) return false;
  const { t, k, f, p } = value;
  const isWritten = isText(t, 40) && isText(k, 20) && isFields(f, isJson) && isFields(p, isIds);
  return isWritten && isNamed(value) && (!('x' in value) || isTransaction(value['x']));
}

/** What it is about, whose it is, and when it was written. */
function isNamed({ id, v, schema, a, rec, h, u }: Members): boolean {
  const isUsual = v === 1 && isCount(schema, 1) && isClock(h);
  return isUsual && isOpId(id) && isUuid(a) && isUuid(rec) && isUuid(u);
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

function isIds(value: unknown): boolean {
  return Array.isArray(value) && value.every((id) => isOpId(id));
}

function isTransaction(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length === 3 &&
    isUuid(value[0]) &&
    isCount(value[1], 0) &&
    isCount(value[2], 1)
  );
}
