/** Audits whatever lies at a place of the vault. */
import { auditBatch } from './audit-batch.ts';
import type { Audited } from './audit-damage.ts';
import { auditHeld } from './audit-held.ts';
import { auditObject } from './audit-object.ts';
import type { AuditReader } from './audit-reader.ts';

/** An open batch, a shelf of fetched scans or a sealed object, by the place's name; null when it is gone by now. */
export function auditPlace(vault: string, place: string, reader: AuditReader): Promise<Audited | null> {
  if (place.startsWith('staging/')) return auditBatch(vault, place, reader);
  if (place.startsWith('held/')) return auditHeld(vault, place, reader);
  return auditObject(vault, place, reader);
}
