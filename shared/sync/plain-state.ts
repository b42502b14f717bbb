/**
 * Tells most states for what they are without a schema: a hundred thousand of them come to a new station and go on to its window.
 * It says yes only where the schema of states takes the very same value.
 */
import { hasOnly, isClock, isJson, isObject, isOpId, isPlainName, isUuid } from './plain-parts.ts';

const MEMBERS: ReadonlySet<string> = new Set(['id', 't', 'f']);
const OF_REGISTER: ReadonlySet<string> = new Set(['heads']);
const OF_HEAD: ReadonlySet<string> = new Set(['id', 'h', 'u', 'v']);

/** Whether what was read from JSON is a state of the usual form; false says nothing. */
export function isPlainState(value: unknown): boolean {
  if (!isObject(value) || !hasOnly(value, MEMBERS)) return false;
  const { id, t, f } = value;
  if (!isUuid(id) || typeof t !== 'string' || !isObject(f)) return false;
  for (const name of Object.keys(f)) if (!isPlainName(name) || !isRegister(f[name])) return false;
  return true;
}

function isRegister(value: unknown): boolean {
  if (!isObject(value) || !hasOnly(value, OF_REGISTER)) return false;
  const { heads } = value;
  return Array.isArray(heads) && heads.every(isHead);
}

function isHead(value: unknown): boolean {
  if (!isObject(value) || !hasOnly(value, OF_HEAD)) return false;
  return isOpId(value['id']) && isClock(value['h']) && isUuid(value['u']) && isJson(value['v']);
}
