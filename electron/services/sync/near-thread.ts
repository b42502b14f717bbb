/** The sync thread as its host sees it. It holds nothing that is not on the disk: when it falls it is begun anew. */
import { startService, type ThreadService } from '../../../node/calls/thread-service.ts';
import type { Remote } from '../../../node/calls/port.ts';
import type { Log } from '../../../node/log.ts';
import { must } from '../../../shared/must.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Journal } from '../journal/journal.ts';
import type { CentreReport } from './centre.ts';
import type { DeviceSecret } from './device-key.ts';
import type { LineSettings } from './engine.ts';
import type { SyncBug, SyncCalls, SyncLogLine, SyncThreadData } from './sync-calls.ts';

const CALL_MS = 60_000;
/** A thread that falls again and again is not begun anew more often than this. */
const RESTART_MS = 5000;
/** One that could not begin, because a disk was full, is tried again after this, or as soon as somebody asks for it. */
const RETRY_MS = 60_000;

export type NearThread = {
  /** Each begins the thread when it is not there yet. */
  readonly calls: Remote<SyncCalls>;
  /** Resolves when it is there; a folder without a centre needs none until somebody asks for one. */
  start(): Promise<void>;
  close(): Promise<void>;
};

export function createNearThread(deps: {
  readonly url: URL;
  readonly data: SyncThreadData;
  readonly journal: Pick<Journal, 'stationPort'>;
  /** As they are at each start. */
  readonly settings: () => LineSettings;
  readonly key: () => DeviceSecret | null;
  readonly onReport: (report: CentreReport) => Promise<void>;
  readonly log: Log;
}): NearThread {
  const { log, onReport } = deps;
  let service: ThreadService<SyncCalls> | null = null;
  let begun: Promise<void> | null = null;
  let isClosing = false;

  function onFall(reason: string): void {
    log.error('sync.fell', new Error(reason));
    begun = null;
    startIn(RESTART_MS);
  }

  function startIn(ms: number): void {
    setTimeout(() => {
      if (!isClosing) void start().catch((error: unknown) => log.error('sync.not_started', error));
    }, ms).unref();
  }

  async function begin(): Promise<void> {
    const next = startService<SyncCalls>({ url: deps.url, data: deps.data, deadlineMs: CALL_MS, onFall });
    try {
      await open(next);
      service = next;
    } catch (error) {
      await next.close().catch(() => undefined);
      throw error;
    }
  }

  async function open(next: ThreadService<SyncCalls>): Promise<void> {
    next.on('report', (value) => {
      void onReport(value as CentreReport).catch((error: unknown) => log.error('sync.person', error));
    });
    next.on('log', (value) => {
      const { event, details } = value as SyncLogLine;
      log.info(event, details);
    });
    next.on('bug', (value) => {
      const { message, stack } = value as SyncBug;
      log.error('sync.bug', Object.assign(new Error(message), { stack }));
    });
    const journal = await deps.journal.stationPort();
    const given = { journal, settings: deps.settings(), key: deps.key() };
    await onReport(await next.calls.open(given, { transfer: [journal] }));
  }

  function start(): Promise<void> {
    if (isClosing) return Promise.reject(new TroubleError('WORKER_GONE'));
    if (begun !== null) return begun;
    const mine = begin();
    begun = mine;
    mine.catch(() => {
      // One that fell is begun anew by `onFall`.
      if (begun !== mine) return;
      begun = null;
      startIn(RETRY_MS);
    });
    return mine;
  }

  const call = async (name: string, ...given: unknown[]): Promise<unknown> => {
    await start();
    const calls = must(service, 'a thread that was begun').calls;
    return (Reflect.get(calls, name) as (...input: unknown[]) => Promise<unknown>)(...given);
  };

  return {
    calls: new Proxy({} as Remote<SyncCalls>, {
      get:
        (_target, name) =>
        (...given: unknown[]) =>
          call(String(name), ...given),
    }),
    start,
    async close() {
      isClosing = true;
      await begun?.catch(() => undefined);
      await service?.close();
    },
  };
}
