/** An op written again under another number, because its own is somebody else's. */
import { opText, textBytes } from '../chain.ts';
import type { OpId } from '../op.ts';

/** What an op names: worked on as JSON, so that an op of a newer program keeps all that this one does not know. */
type Naming = { p?: Record<string, unknown>; saw?: unknown };

/** The ids that an op names, whether or not this program knows its kind. */
export function namedBy(bytes: Uint8Array): OpId[] {
  const { p, saw } = JSON.parse(opText(bytes)) as Naming;
  return [...Object.values(p ?? {}), saw].flatMap(idsIn);
}

/**
 * The same op under another id. What it names is renamed with it; `rename` gives null for a number that is lost and has no
 * new one: then the op does not name it any more, and what its author saw there stands beside its value as a conflict.
 */
export function reissue(bytes: Uint8Array, id: OpId, rename: (id: OpId) => OpId | null): Uint8Array {
  const op = JSON.parse(opText(bytes)) as Naming;
  const renamed = (ids: unknown): OpId[] => idsIn(ids).flatMap((name) => rename(name) ?? []);
  const p = Object.entries(op.p ?? {})
    .map(([field, ids]): [string, OpId[]] => [field, renamed(ids)])
    .filter(([, ids]) => ids.length > 0);
  return textBytes(
    JSON.stringify({
      ...op,
      id,
      ...(op.p === undefined ? {} : { p: Object.fromEntries(p) }),
      ...(op.saw === undefined ? {} : { saw: renamed(op.saw) }),
    }),
  );
}

function idsIn(value: unknown): OpId[] {
  return Array.isArray(value) ? value.filter((id): id is OpId => typeof id === 'string') : [];
}
