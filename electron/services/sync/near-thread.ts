/** The sync thread as its host sees it. It holds nothing that is not on the disk: when it falls it is begun anew. */
import { startService, type ThreadService } from '../../../node/calls/thread-service.ts';
import type { Remote } from '../../../node/calls/port.ts';
import type { Log } from '../../../node/log.ts';
import type { Journal } from '../journal/journal.ts';
import type { CentreReport } from './centre.ts';
import type { LineSettings } from './engine.ts';
import type { SyncBug, SyncCalls, SyncLogLine, SyncThreadData } from './sync-calls.ts';

const CALL_MS = 60_000;
/** A thread that falls again and again is not begun anew more often than this. */
const RESTART_MS = 5000;

export type NearThread = {
  readonly calls: Remote<SyncCalls>;
  start(): Promise<void>;
  close(): Promise<void>;
};

export function createNearThread(deps: {
  readonly url: URL;
  readonly data: SyncThreadData;
  readonly journal: Pick<Journal, 'stationPort'>;
  /** As they are at each start. */
  readonly settings: () => LineSettings;
  readonly onReport: (report: CentreReport) => Promise<void>;
  readonly log: Log;
}): NearThread {
  const { log, onReport } = deps;
  let service: ThreadService<SyncCalls>;
  let isClosing = false;

  function onFall(reason: string): void {
    log.error('sync.fell', new Error(reason));
    setTimeout(() => {
      if (!isClosing) void start().catch((error: unknown) => log.error('sync.not_started', error));
    }, RESTART_MS).unref();
  }

  async function start(): Promise<void> {
    service = startService<SyncCalls>({ url: deps.url, data: deps.data, deadlineMs: CALL_MS, onFall });
    service.on('report', (value) => {
      void onReport(value as CentreReport).catch((error: unknown) => log.error('sync.person', error));
    });
    service.on('log', (value) => {
      const { event, details } = value as SyncLogLine;
      log.info(event, details);
    });
    service.on('bug', (value) => {
      const { message, stack } = value as SyncBug;
      log.error('sync.bug', Object.assign(new Error(message), { stack }));
    });
    const journal = await deps.journal.stationPort();
    const settings = deps.settings();
    await onReport(await service.calls.open({ journal, settings }, { transfer: [journal] }));
  }

  return {
    // Those of whichever thread is there now.
    calls: new Proxy({} as Remote<SyncCalls>, {
      get: (_target, name) => Reflect.get(service.calls, name) as unknown,
    }),
    start,
    async close() {
      isClosing = true;
      await service.close();
    },
  };
}
