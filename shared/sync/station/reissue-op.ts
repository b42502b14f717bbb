/** An op written again under another number, because its own is somebody else's. */
import { opText, textBytes } from '../chain.ts';
import { decodeOp, encodeOp } from '../op-bytes.ts';
import type { OpId } from '../op.ts';

/**
 * The same op under another id. What it names is renamed with it; `rename` gives null for a number that is lost and has no
 * new one: then the op does not name it any more, and what its author saw there stands beside its value as a conflict.
 */
export function reissue(bytes: Uint8Array, id: OpId, rename: (id: OpId) => OpId | null): Uint8Array {
  const renamed = (ids: readonly OpId[]): OpId[] => ids.flatMap((name) => rename(name) ?? []);
  const decoded = decodeOp(bytes);
  if (!decoded.ok || !decoded.value.known) {
    // Of a newer program, and only ever ours after this one was set back: nothing but its number is understood.
    return textBytes(JSON.stringify({ ...(JSON.parse(opText(bytes)) as object), id }));
  }
  const { op } = decoded.value;
  const p = Object.entries(op.p)
    .map(([field, ids]): [string, OpId[]] => [field, renamed(ids)])
    .filter(([, ids]) => ids.length > 0);
  return encodeOp({
    ...op,
    id,
    p: Object.fromEntries(p),
    ...(op.saw === undefined ? {} : { saw: renamed(op.saw) }),
  });
}
