/** Values of `log.db`'s columns as what they mean. */
import type { LogEntry } from '../../shared/sync/archive/archive-store.ts';
import type { OpStatus } from '../../shared/sync/station/station-rows.ts';

const STATUSES: readonly OpStatus[] = ['held', 'applied', 'withheld'];
const KINDS: readonly LogEntry['kind'][] = ['op', 'withheld', 'accepted'];

export function statusNumber(status: OpStatus): number {
  return STATUSES.indexOf(status);
}

export function statusOf(number: number): OpStatus {
  return STATUSES[number] ?? 'withheld';
}

export function kindNumber(kind: LogEntry['kind']): number {
  return KINDS.indexOf(kind);
}

export function kindOf(number: number): LogEntry['kind'] {
  return KINDS[number] ?? 'op';
}

export function toBlob(hex: string): Uint8Array {
  return Buffer.from(hex, 'hex');
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

const FILE_NAME = /"([0-9a-f]{64})"/gu;

/** The files that an op's text may name: every string in it that is a sha256. */
export function filesNamedIn(text: string): string[] {
  return Array.from(text.matchAll(FILE_NAME), (match) => match[1] ?? '');
}
