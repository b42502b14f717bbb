/**
 * One audit from beginning to end. What was audited longest ago comes first, so that however short the nights are everything
 * is seen in bounded time. Every place leaves its event, written down before anything else is said of it.
 */
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import type { Audited, Damage } from '../../../node/vault/audit-damage.ts';
import { auditPlace } from '../../../node/vault/audit-place.ts';
import { createAuditReader, endsWhen } from '../../../node/vault/audit-reader.ts';
import { openSources, type Sources } from '../../../node/vault/repair-sources.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { AuditRun } from '../../../shared/rpc/contract-audit.ts';
import type { AuditBook, OpenDamage } from './audit-book.ts';
import type { Agent, Event } from './audit-event.ts';
import { putEvents } from './audit-inbox.ts';
import { compareCatalogue, type Compared } from './compare-catalogue.ts';

export type AuditTask = {
  readonly what: 'sample' | 'all';
  /** What was audited before this moment is to be audited; so a run that was cut goes on where it stopped. */
  readonly since: string;
  /** How many places a sample has; null: all of them. */
  readonly sample: number | null;
  readonly minutes: number | null;
  /** Bytes a second; null: as fast as the disk. */
  readonly bytesPerSecond: number | null;
  /** Folders of backups, to say of what is damaged whether it is there. */
  readonly backups: readonly string[];
  readonly agent: Agent;
};

export type AuditDeps = {
  readonly dataFolder: string;
  readonly task: AuditTask;
  readonly book: AuditBook;
  readonly isCancelled?: () => boolean;
  readonly progress?: (done: number, total: number) => void;
  readonly now?: () => number;
};

export type AuditReport = AuditRun & { readonly damages: readonly OpenDamage[] };

/** Events are written down at least so often: what is not is audited once more after a kill. */
const FLUSH_MS = 30_000;
const FLUSH_EVENTS = 200;
const DAMAGES_TOLD = 500;

/** Audits. Errors: CANCELLED, and codes of the disk; what was audited until then is written down. */
export async function runAudit(deps: AuditDeps): Promise<AuditReport> {
  const {
    dataFolder,
    task,
    book,
    isCancelled = () => false,
    progress = () => undefined,
    now = Date.now,
  } = deps;
  const goOn = endsWhen(isCancelled);
  const reader = createAuditReader({ bytesPerSecond: task.bytesPerSecond, goOn });
  const began = now();
  const events = createEvents(dataFolder, book, now);
  const vault = join(dataFolder, 'vault');
  const sum = { places: 0, files: 0, damaged: 0 };
  try {
    const compared = await compareCatalogue(dataFolder, book, goOn);
    const sources = await openBackups(task.backups, reader);
    sum.damaged += await noteMissing(compared, sources, events, task.agent, now);
    const chosen = choose(task, book, compared.places, new Date(began).toISOString());
    const total = chosen.reduce((files, { files: own }) => files + own, 0);
    let left = chosen.length;
    for (const { place } of chosen) {
      goOn();
      if (task.minutes !== null && now() - began >= task.minutes * 60_000) break;
      progress(sum.files, total);
      const audited = await auditPlace(vault, place, reader);
      left--;
      if (audited === null) continue;
      sum.places++;
      sum.files += audited.files;
      sum.damaged += audited.damages.length;
      await events.add(await checkOf(audited, sources, task.agent, now));
    }
    progress(sum.files, total);
    const run: AuditRun = { at: stamp(now), what: task.what, ...sum, bytes: reader.read(), left };
    await events.add({ v: 1, id: newId(), type: 'audit', agent: task.agent, since: task.since, ...run });
    await events.flush();
    return { ...run, damages: book.damages(DAMAGES_TOLD) };
  } catch (error) {
    await events.flush().catch(() => undefined);
    throw error;
  }
}

type Chosen = { readonly place: string; readonly files: number };

/**
 * What was never audited first, then by age; of a sample that was begun before only the rest. An audit that bears a date to come
 * was made while the clock was wrong, and counts for none.
 */
function choose(
  { since, sample }: AuditTask,
  book: AuditBook,
  places: ReadonlyMap<string, number>,
  now: string,
): Chosen[] {
  const audited = new Map(book.places().map(({ place, at }) => [place, at > now ? '' : at]));
  const ages = [...places].map(([place, files]) => ({ place, files, at: audited.get(place) ?? '' }));
  const due = ages
    .filter(({ at }) => at < since)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.place < b.place ? -1 : 1));
  const done = ages.length - due.length;
  return sample === null ? due : due.slice(0, Math.max(0, sample - done));
}

/** Backups that can be reached; whatever is wrong with one is no matter of the audit's. */
async function openBackups(
  folders: readonly string[],
  reader: Parameters<typeof openSources>[0]['reader'],
): Promise<Sources[]> {
  const open: Sources[] = [];
  for (const folder of folders) {
    try {
      open.push(await openSources({ folders: [folder], wanted: [], reader }));
    } catch (error) {
      if (!(error instanceof TroubleError)) throw error;
    }
  }
  return open;
}

async function foundIn(damage: Damage, backups: readonly Sources[]): Promise<string | null> {
  for (const backup of backups) {
    try {
      const isThere = damage.sha512 === null ? await backup.object(damage.place) : await backup.find(damage);
      if (damage.place !== '' && isThere !== null) return backup.folders[0] ?? null;
    } catch (error) {
      if (!(error instanceof TroubleError) || error.code === 'CANCELLED') throw error;
    }
  }
  return null;
}

async function checkOf(
  audited: Audited,
  backups: readonly Sources[],
  agent: Agent,
  now: () => number,
): Promise<Event> {
  const { place, label, files, bytes, damages } = audited;
  const found = [];
  for (const damage of damages) found.push({ ...damage, foundIn: await foundIn(damage, backups) });
  const outcome = damages.length === 0 ? 'sound' : 'damaged';
  return {
    v: 1,
    id: newId(),
    type: 'fixity check',
    at: stamp(now),
    agent,
    place,
    label,
    files,
    bytes,
    outcome,
    damages: found,
  };
}

/** One event for the catalogue as a whole, and one for each object that is gone. */
async function noteMissing(
  { missing, named }: Compared,
  backups: readonly Sources[],
  events: Events,
  agent: Agent,
  now: () => number,
): Promise<number> {
  const scans = missing.filter(({ place }) => place === '');
  await events.add(
    await checkOf({ place: '', label: '', files: named, bytes: 0, damages: scans }, [], agent, now),
  );
  for (const object of missing.filter(({ place }) => place !== ''))
    await events.add(
      await checkOf(
        { place: object.place, label: '', files: 0, bytes: 0, damages: [object] },
        backups,
        agent,
        now,
      ),
    );
  return missing.length;
}

type Events = { add(event: Event): Promise<void>; flush(): Promise<void> };

function createEvents(dataFolder: string, book: AuditBook, now: () => number): Events {
  let waiting: Event[] = [];
  let flushed = now();
  const flush = async (): Promise<void> => {
    flushed = now();
    if (waiting.length === 0) return;
    const events = waiting;
    waiting = [];
    book.note(events, await putEvents(dataFolder, events));
  };
  return {
    async add(event) {
      waiting.push(event);
      if (waiting.length >= FLUSH_EVENTS || now() - flushed >= FLUSH_MS) await flush();
    },
    flush,
  };
}

function stamp(now: () => number): string {
  return new Date(now()).toISOString();
}
