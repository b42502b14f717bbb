/** UUIDs as the sixteen bytes that they are: as text they would take a tenth of `text.db`. Pure. */
import type { RecordId } from '../../../shared/sync/op.ts';

export function uuidBytes(id: RecordId): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

export function uuidOf(bytes: Uint8Array): RecordId {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
