/** A repair from beginning to end: what the book calls damaged is made good, looked at again, and leaves its events. */
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { auditPlace } from '../../../node/vault/audit-place.ts';
import { createAuditReader, endsWhen } from '../../../node/vault/audit-reader.ts';
import { repairVault, type Repaired } from '../../../node/vault/repair-vault.ts';
import type { AuditBook } from './audit-book.ts';
import type { Agent, Event } from './audit-event.ts';
import { putEvents } from './audit-inbox.ts';

export type RepairTask = { readonly folders: readonly string[]; readonly agent: Agent };

export type RepairDeps = {
  readonly dataFolder: string;
  readonly task: RepairTask;
  readonly book: AuditBook;
  readonly isCancelled?: () => boolean;
  readonly progress?: (done: number, total: number) => void;
  readonly now?: () => number;
};

export type RepairReport = {
  readonly repaired: readonly Repaired[];
  /** Files that go back into the vault as a batch of their own, because their object is lost. */
  readonly loose: readonly { readonly path: string; readonly sha256: string }[];
  /** Whether objects can be read again that could not: the index of digests does not know them yet. */
  readonly hasObjects: boolean;
};

const MOST_AT_ONCE = 100_000;

/** Repairs. Errors: REPAIR_SOURCE_MISSING, CANCELLED, and codes of the disk. */
export async function runRepair(deps: RepairDeps): Promise<RepairReport> {
  const { dataFolder, task, book, isCancelled = () => false, now = Date.now } = deps;
  const reader = createAuditReader({ goOn: endsWhen(isCancelled) });
  const vault = join(dataFolder, 'vault');
  const repaired = await repairVault({
    vault,
    damages: book.damages(MOST_AT_ONCE).map(({ damage }) => damage),
    folders: task.folders,
    reader,
    goOn: endsWhen(isCancelled),
    progress: (done, total) => deps.progress?.(done, total),
  });
  const { agent } = task;
  const head = () => ({ v: 1 as const, id: newId(), at: new Date(now()).toISOString(), agent });
  const events: Event[] = repaired.map((one) => ({ ...head(), type: 'recovery', ...one }));
  const touched = new Set(
    repaired.flatMap(({ outcome, damage }) => (outcome === 'lost' ? [] : [damage.place])),
  );
  for (const place of touched) {
    if (place === '') continue;
    const audited = await auditPlace(vault, place, reader);
    if (audited === null) continue;
    const outcome = audited.damages.length === 0 ? 'sound' : 'damaged';
    const damages = audited.damages.map((damage) => ({ ...damage, foundIn: null }));
    events.push({ ...head(), type: 'fixity check', ...audited, outcome, damages });
  }
  if (events.length > 0) book.note(events, await putEvents(dataFolder, events));
  return {
    repaired,
    loose: repaired.flatMap(({ outcome, from, damage: { sha256 } }) =>
      outcome === 'loose' && from !== null && sha256 !== null ? [{ path: from, sha256 }] : [],
    ),
    hasObjects: repaired.some(
      ({ outcome, damage }) => outcome === 'repaired' && /^(?:OBJECT|INVENTORY)_/u.test(damage.code),
    ),
  };
}
