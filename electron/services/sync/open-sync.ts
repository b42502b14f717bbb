/**
 * Sync as a host has it: the near side of the sync thread. It hands the thread a way to the journal, tells windows how things stand,
 * and sees to it that what is written carries who is signed in.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../../shared/result.ts';
import type { SyncStatus } from '../../../shared/rpc/contract-sync.ts';
import type { StationStore } from '../../../shared/sync/station/station-store.ts';
import type { ProblemCode } from '../../../shared/sync/wire/problems.ts';
import type { BundleMembership } from '../bundle/bundle-membership.ts';
import type { HostGround } from '../host-ground.ts';
import type { Journal } from '../journal/journal.ts';
import { machineMark } from '../journal/machine-mark.ts';
import type { CentreReport } from './centre.ts';
import type { LineFacts } from './line/centre-fetch.ts';
import { firstReport } from './first-report.ts';
import { openPersonLink } from './link-person.ts';
import { openMachineSecrets, type MachineSecrets } from './machine-secrets.ts';
import { membershipOf } from './membership-of.ts';
import { createNearThread } from './near-thread.ts';
import { openSecrets, type Sealer } from './secret-store.ts';
import { stationCaller } from './station-caller.ts';
import type { FilesCounts } from './status-of.ts';
import { syncServices, type SyncServices } from './sync-services.ts';
import { createStatusTeller } from './tell-status.ts';
import { openTravel } from './travel.ts';

const SYNC_FOLDER = 'sync';

export type Sync = {
  readonly services: SyncServices;
  readonly report: () => CentreReport;
  /** Writing needs somebody who is signed in: this archive is at a centre, and nobody is, or who is could not be written down. */
  readonly isLocked: () => boolean;
  /** How another thread gets a line of its own; null unless linked. */
  readonly lineFacts: () => LineFacts | null;
  readonly token: (stale?: string) => Promise<Result<string, ProblemCode>>;
  /** Hears of every change of the report, a few times a second at most. */
  readonly onReport: (listener: (report: CentreReport) => void) => () => void;
  readonly mayFilesTravel: () => boolean;
  readonly isPaused: () => boolean;
  readonly countFileBytes: (bytes: number) => void;
  readonly setFiles: (files: FilesCounts) => void;
  readonly deviceName: (device: string) => string | null;
  /** The journal's side of sync, for what comes and goes by disk. */
  readonly station: () => Promise<StationStore>;
  /** This station's place among the others, as the centre last told it; null without a centre. */
  readonly membership: () => Promise<BundleMembership | null>;
  close(): Promise<void>;
};

export type OpenSyncDeps = Pick<
  HostGround,
  'dataFolder' | 'version' | 'settings' | 'emit' | 'listen' | 'log' | 'now'
> & {
  readonly thread: URL;
  readonly journal: Journal;
  readonly canWrite: boolean;
  /** The system's own keeping of secrets, where this host can use it. */
  readonly sealer?: Sealer | null;
  /** Ends the host so that it begins again on the same folder. */
  readonly reopen: () => void;
};

/** @throws TroubleError a disk code */
export async function openSync(deps: OpenSyncDeps): Promise<Sync> {
  const { dataFolder, journal, settings, log, now } = deps;
  const folder = join(dataFolder, SYNC_FOLDER);
  await mkdir(folder, { recursive: true });
  const report = (event: string) => (error: unknown) => void log.error(event, error);
  const personLink = await openPersonLink({ folder, journal });
  const store = openSecrets({ folder, sealer: deps.sealer ?? null, now });
  const secrets = await openMachineSecrets({ secrets: store, settings, log });
  const travel = await openTravel({
    folder,
    plan: () => secrets.whole(),
    now,
    report: report('sync.travel'),
  });
  const first = await firstReport(folder, journal.archive);
  if (deps.canWrite) await letWrite(journal, first.report).catch(report('sync.person'));
  const listeners = new Set<(report: CentreReport) => void>();

  const pause = (): SyncStatus['pause'] => {
    const kept = settings.read().sync?.pause ?? null;
    if (kept === null || kept.until === null) return kept;
    return Date.parse(kept.until) <= now() ? null : kept;
  };
  const teller = createStatusTeller({
    first: first.report,
    journal,
    pause,
    filesWait: () => travel.waits(),
    emit: deps.emit,
    onTold(told) {
      for (const listener of listeners) listener(told);
    },
    onUnsent: () => void calls.written(null).catch(report('sync.written')),
    reportError: report('sync.status'),
  });

  /** A round counts as complete when what it brought has been looked at: whose records are still missing. */
  let settledAt: string | null = null;
  async function onReport(told: CentreReport): Promise<void> {
    const { lastComplete, person, link } = told;
    if (link !== 'linked' || person === null || lastComplete === null) return teller.setReport(told);
    teller.setReport({ ...told, lastComplete: settledAt });
    if (lastComplete === settledAt) return;
    await personLink.settle(person, new Set([person.id, ...told.people.map(({ id }) => id)]));
    settledAt = lastComplete;
    teller.setReport({ ...teller.report(), lastComplete });
  }

  const thread = createNearThread({
    url: deps.thread,
    data: { folder, app: deps.version, archive: journal.archive },
    journal,
    // A host that may not write takes nothing in either.
    settings: () => ({ plan: secrets.whole(), pause: deps.canWrite ? pause() : { until: null } }),
    key: () => secrets.device(),
    onReport,
    log,
  });
  const { calls } = thread;
  // A start is not held up by it: until the thread has told anything, nothing is on its way.
  const begun = first.hasCentre ? thread.start().catch(report('sync.not_started')) : Promise.resolve();
  const own = createOwnPort(journal);
  const unlisten = deps.listen((event) => {
    if (event === 'journal.grew') teller.grown();
  });

  return {
    services: syncServices({
      dataFolder,
      machine: (await machineMark()) ?? 'unknown',
      calls,
      journal,
      settings,
      secrets: tellingPlans(secrets, () => teller.tell()),
      personLink,
      report: () => teller.report(),
      async status() {
        await begun;
        return teller.now();
      },
      async setPause(next) {
        secrets.setPause(next);
        await calls.setPause(next);
        teller.tell();
      },
      reopen: deps.reopen,
    }),
    report: () => teller.report(),
    isLocked: () => teller.report().link === 'linked' && teller.report().person?.id !== journal.person,
    lineFacts: () => teller.report().facts,
    token: (stale) => calls.token(stale),
    onReport(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    mayFilesTravel: () => pause() === null && travel.may(),
    isPaused: () => pause() !== null,
    countFileBytes: (bytes) => travel.count(bytes),
    setFiles(files) {
      const before = teller.files();
      if (files.files !== before.files || files.bytes !== before.bytes)
        void calls.setBehind({ files: files.files, bytes: files.bytes }).catch(report('sync.behind'));
      teller.setFiles(files);
    },
    deviceName: (device) => teller.report().devices.find(({ id }) => id === device)?.name ?? null,
    station: own.station,
    membership: async () =>
      membershipOf({
        folder,
        archive: journal.archive,
        app: deps.version,
        person: journal.person,
        store: await own.station(),
        files: teller.files().files,
        now,
        device: secrets.device(),
      }),
    async close() {
      unlisten();
      teller.close();
      await travel.close();
      await thread.close();
      await own.close();
    },
  };
}

/** When files may travel is told with the plan that says so. */
function tellingPlans(secrets: MachineSecrets, tell: () => void): MachineSecrets {
  return {
    ...secrets,
    async setPlan(plan) {
      await secrets.setPlan(plan);
      tell();
    },
  };
}

/** Who is signed in is who writes, also when the program ended in the moment of a sign-in. */
async function letWrite(journal: Journal, { link, person }: CentreReport): Promise<void> {
  if (link !== 'linked' || person === null || person.id === journal.person) return;
  await journal.setPerson(person.id);
}

/** The journal's side of sync for this thread, opened when somebody asks. */
function createOwnPort(journal: Pick<Journal, 'stationPort'>): {
  readonly station: () => Promise<StationStore>;
  readonly close: () => Promise<void>;
} {
  let caller: Promise<ReturnType<typeof stationCaller>> | null = null;
  return {
    station() {
      caller ??= journal.stationPort().then((port) => stationCaller(port));
      // The next who asks tries again.
      caller.catch(() => {
        caller = null;
      });
      return caller;
    },
    close: async () => (await caller?.catch(() => null))?.close(),
  };
}
