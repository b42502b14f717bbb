/** Which words a damage deserves. Pure. */
import type { FoundDamage } from '../../../shared/rpc/contract-audit.ts';

const OWN = new Set([
  'FILE_EXTRA',
  'SIDECAR_DAMAGED',
  'SIDECAR_MISSING',
  'DECLARATION_DAMAGED',
  'INVENTORY_DAMAGED',
  'INVENTORY_MISSING',
]);

/** Whether the object itself may hold what is needed to make it good. */
export function canMendItself(code: string): boolean {
  return OWN.has(code);
}

/** What is not lost: good bytes in a backup, or no bytes of a scan were hurt at all; else nobody knows yet, or they were searched for in vain. */
export function keptWord({ code, foundIn, tried }: FoundDamage): 'backup' | 'itself' | 'unknown' | 'lost' {
  if (foundIn !== null) return 'backup';
  if (canMendItself(code) && tried === null) return 'itself';
  return tried === null ? 'unknown' : 'lost';
}
