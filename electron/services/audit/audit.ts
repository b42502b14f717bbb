/** Fixity as a host offers it: audits by the plan and by hand, what they found, and repairs. */
import { stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { readStates } from '../backup/backup-state.ts';
import type { Log } from '../../../node/log.ts';
import type { Vault } from '../../../node/vault/vault-types.ts';
import { openDatabase } from '../../../node/sqlite/open-database.ts';
import { TroubleError } from '../../../shared/result.ts';
import {
  AUDIT_PLAN,
  type AuditEvent,
  type AuditPlan,
  type FoundDamage,
} from '../../../shared/rpc/contract-audit.ts';
import type { Services } from '../../../shared/rpc/contract.ts';
import type { Queue } from '../jobs/queue.ts';
import { JOURNAL_FILE, type Journal } from '../journal/journal.ts';
import type { SettingsStore } from '../settings.ts';
import { AUDIT_BOOK, lookIntoBook, type AuditBook, type OpenDamage } from './audit-book.ts';
import type { Event } from './audit-event.ts';
import { AUDIT_JOB, beginJob, REPAIR_JOB, type AuditPayload } from './audit-jobs.ts';
import { keepEvents } from './keep-events.ts';
import { judgeAudit, type AuditFacts } from './plan-rules.ts';

const LOOK_EVERY_MS = 60_000;
const DAMAGES_TOLD = 500;

export type AuditServices = Pick<
  Services,
  'audit.status' | 'audit.begin' | 'audit.repair' | 'audit.plan' | 'audit.of' | 'audit.events'
>;

export type Audits = {
  readonly services: AuditServices;
  /** Begins what is due. The clock calls it; tests do with a time of their own. */
  look(): Promise<void>;
  close(): void;
};

export type AuditsDeps = {
  readonly folder: string;
  readonly journal: Pick<Journal, 'archive' | 'person'>;
  readonly vault: Vault;
  readonly queue: Pick<Queue, 'wake' | 'list'>;
  readonly settings: SettingsStore;
  readonly canWrite: boolean;
  readonly log: Log;
  readonly now: () => number;
};

/** Opens the audits of a data folder whose lock is held; one that may not write has no plan at work. */
export function openAudits(deps: AuditsDeps): Audits {
  const { folder, journal, vault, queue, settings, now } = deps;
  let tried: number | null = null;
  const started = now();
  let timer: NodeJS.Timeout | undefined;
  const planOf = (): AuditPlan => settings.read().audit ?? AUDIT_PLAN;

  /** Questions are a few rows by their keys, on a connection of their own: the thread of an audit may be writing. */
  function ask<T>(question: (book: AuditBook) => T, otherwise: T): T {
    const book = lookIntoBook(join(folder, AUDIT_BOOK), now);
    if (book === null) return otherwise;
    try {
      return question(book);
    } catch (error) {
      if (error instanceof TroubleError) return otherwise;
      throw error;
    } finally {
      book.close();
    }
  }

  async function backups(): Promise<string[]> {
    const targets = settings.read().backup?.targets ?? [];
    const states = await readStates(folder, journal.archive);
    const known = [...states].flatMap(([target, { last }]) => (last === null ? [] : [target]));
    return [...new Set([...targets, ...known])];
  }

  async function begin(what: 'sample' | 'all', since: number, by: 'plan' | 'hand'): Promise<string> {
    const plan = planOf();
    const isPlanned = by === 'plan';
    const payload: AuditPayload = {
      what,
      since: new Date(since).toISOString(),
      sample: what === 'sample' ? plan.sample : null,
      minutes: isPlanned ? plan.minutes : null,
      bytesPerSecond: isPlanned ? plan.rate * 1e6 : null,
      backups: await backups(),
      by,
    };
    return beginJob(queue, AUDIT_JOB, payload);
  }

  async function look(): Promise<void> {
    const { due, since } = judgeAudit(
      planOf(),
      factsOf(
        ask((book) => book.runs(), null),
        tried,
        started,
      ),
      now(),
    );
    if (due === null) return;
    tried = now();
    deps.log.info('audit.begun_by_plan', { what: due });
    await begin(due, since, 'plan');
  }

  const report = (event: string) => (error: unknown) => void deps.log.error(event, error);
  if (deps.canWrite) {
    // What the command line audited meanwhile, or a host that was killed.
    void keepEvents({ folder, archive: journal.archive, person: journal.person, vault, now }).catch(
      report('audit.not_kept'),
    );
    timer = setInterval(() => void look().catch(report('audit.plan_failed')), LOOK_EVERY_MS);
    timer.unref();
  }

  return {
    look,
    close: () => clearInterval(timer),
    services: {
      async 'audit.status'() {
        const plan = planOf();
        const { runs, summary, damages } = ask(
          (book) => ({ runs: book.runs(), summary: book.summary(), damages: book.damages(DAMAGES_TOLD) }),
          { runs: { last: null, all: null }, summary: { places: 0, oldest: null, damaged: 0 }, damages: [] },
        );
        const { round, next } = judgeAudit(plan, factsOf(runs, tried, started), now());
        return {
          plan,
          last: runs.last === null ? null : runOf(runs.last),
          lastAll: runs.all?.at ?? null,
          round: round === null ? null : { begun: iso(round.begun), left: round.left },
          next: next === null ? null : iso(next),
          ...summary,
          damages: withRecords(folder, damages),
        };
      },
      'audit.begin': async ({ what }) => ({ job: await begin(what, now(), 'hand') }),
      async 'audit.repair'({ from }) {
        const folders = from === null ? await reachable(await backups()) : [from];
        return { job: await beginJob(queue, REPAIR_JOB, { folders }) };
      },
      async 'audit.plan'({ plan }) {
        const { audit = AUDIT_PLAN } = settings.write({ audit: plan });
        return { plan: audit };
      },
      async 'audit.of'({ sha256 }) {
        const place = placeOf(folder, (await vault.locate(sha256))?.path ?? null);
        if (place === null) return { at: null, outcome: 'never' };
        return ask(
          (book) => {
            const at = book.place(place)?.at ?? null;
            if (at === null) return { at, outcome: 'never' };
            return { at, outcome: book.isDamaged(place, sha256) ? 'damaged' : 'sound' };
          },
          { at: null, outcome: 'never' },
        );
      },
      async 'audit.events'({ before, limit }) {
        const { events, total } = ask((book) => book.events(before, limit), { events: [], total: 0 });
        return { events: events.flatMap(eventOf), total };
      },
    },
  };
}

function factsOf(
  runs: ReturnType<AuditBook['runs']> | null,
  tried: number | null,
  started: number,
): AuditFacts {
  const last = runs?.last ?? null;
  const { parse } = Date;
  return {
    last:
      last === null
        ? null
        : { at: parse(last.at), what: last.what, left: last.left, since: parse(last.since) },
    lastAll: runs?.all === null || runs === null ? null : parse(runs.all.at),
    tried,
    started,
  };
}

function runOf({ at, what, places, files, bytes, damaged, left }: Extract<Event, { type: 'audit' }>) {
  return { at, what, places, files, bytes, damaged, left };
}

function eventOf(event: Event): AuditEvent[] {
  const {
    id,
    at,
    agent: { program, by },
  } = event;
  const shared = { id, at, agent: { program, by } };
  if (event.type === 'audit') return [];
  if (event.type === 'recovery') {
    const { damage, outcome } = event;
    const { place, name, path, code } = damage;
    return [
      {
        ...shared,
        type: event.type,
        place,
        label: '',
        name: name === '' ? path : name,
        files: 1,
        outcome,
        codes: [code],
      },
    ];
  }
  const { place, label, files, outcome, damages } = event;
  return [
    {
      ...shared,
      type: event.type,
      place,
      label,
      name: '',
      files,
      outcome,
      codes: [...new Set(damages.map(({ code }) => code))],
    },
  ];
}

/** Which records a damaged scan belongs to: by its bytes, or for a text that was read by machine by its page, whose id is its name. */
function withRecords(folder: string, damages: readonly OpenDamage[]): FoundDamage[] {
  if (damages.length === 0) return [];
  const db = openDatabase(join(folder, JOURNAL_FILE), { broken: 'JOURNAL_BROKEN', readOnly: true });
  try {
    const byFile = db.prepare<{ id: string }>(
      'SELECT id FROM records WHERE file = ? AND deleted = 0 LIMIT 20',
    );
    const byId = db.prepare<{ id: string }>('SELECT id FROM records WHERE id = ? AND deleted = 0');
    return damages.map(({ key, since, foundIn, tried, damage }) => {
      const { code, place, path, name, size, sha256 } = damage;
      const page = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.xml$/u.exec(name)?.[1];
      const records = [
        ...(sha256 === null ? [] : byFile.all(sha256)),
        ...(page === undefined ? [] : byId.all(page)),
      ];
      return {
        key,
        since,
        foundIn,
        tried,
        code,
        place,
        path,
        name,
        size,
        records: records.map(({ id }) => id),
      };
    });
  } finally {
    db.close();
  }
}

async function reachable(folders: readonly string[]): Promise<string[]> {
  const there: string[] = [];
  for (const folder of folders)
    if (
      await stat(folder).then(
        (found) => found.isDirectory(),
        () => false,
      )
    )
      there.push(folder);
  return there;
}

/** `ocfl/<object>` or `staging/<batch>` of a file in the vault. */
function placeOf(folder: string, path: string | null): string | null {
  if (path === null) return null;
  const names = relative(join(folder, 'vault'), path).split(sep);
  const depth = names[0] === 'ocfl' ? 5 : 2;
  return names[0] === 'ocfl' || names[0] === 'staging' ? names.slice(0, depth).join('/') : null;
}

function iso(moment: number): string {
  return new Date(moment).toISOString();
}
