/**
 * What is kept out of the shared state until a person has looked at it. Its bytes are kept, its replica goes on, every
 * station is told; nothing of it is lost. What is merely newer than this program is not judged: it waits and is handed on.
 */
import { MAX_TRANSACTION_BYTES, MAX_TRANSACTION_OPS } from '../wire/limits.ts';
import type { Caller, Incoming, Judge, Membership } from './service-deps.ts';

/** A withheld op that came as its hash only: whoever brought it had it withheld too. */
export const WITHHELD_BEFORE = 'WITHHELD_BEFORE';

export const judge: Judge = (incoming, membership) => {
  if (isTooLarge(incoming)) return 'TOO_LARGE';
  // After a restored backup everybody brings back what had been taken in already.
  if (membership.isRecovering) return null;
  const { author, caller } = incoming;
  if (author === null && !mayBringOthers(caller, membership)) return 'UNSEALED';
  if (author !== null && isRevoked(author, membership)) return 'DEVICE_REVOKED';
  const closed = new Set(membership.closedPeople);
  return incoming.ops.some((op) => op.known !== null && closed.has(op.known.u)) ? 'PERSON_CLOSED' : null;
};

/** Whose word is enough for what others wrote: anybody's after a restored backup, the founder's in the archive's first time. */
export function mayBringOthers({ device }: Caller, membership: Membership): boolean {
  return membership.isRecovering || (device === membership.founder && !isRevoked(device, membership));
}

function isRevoked(device: string, { devices }: Membership): boolean {
  return devices.find(({ id }) => id === device)?.revoked !== false;
}

function isTooLarge({ ops }: Incoming): boolean {
  const bytes = ops.reduce((sum, op) => sum + op.bytes.length, 0);
  return ops.length > MAX_TRANSACTION_OPS || bytes > MAX_TRANSACTION_BYTES;
}
