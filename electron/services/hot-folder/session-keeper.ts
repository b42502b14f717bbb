/** The one capture session of a host: begun, taken up after a kill, ended. */
import path from 'node:path';
import { v7 as newId } from 'uuid';
import type { Log } from '../../../node/log.ts';
import { readPattern } from '../../../shared/binding/pattern.ts';
import { must } from '../../../shared/must.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { CaptureSettings, CaptureStatus } from '../../../shared/rpc/contract-capture.ts';
import type { Input } from '../../../shared/rpc/contract.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { Decoder } from '../decode/decoder.ts';
import type { Ingest } from '../ingest/ingest.ts';
import type { Journal } from '../journal/journal.ts';
import { openCapture, type CaptureSession } from './capture-session.ts';
import { checkFolder } from './folder-rules.ts';
import { startSequence } from './sequence.ts';
import type { Session } from './session.ts';
import { forgetOldSessions } from './session-log.ts';
import type { Line, LineOf } from './session-lines.ts';
import {
  beginSession,
  findOpenSession,
  linesOfFolder,
  sessionsFolder,
  type OpenSession,
} from './session-shelf.ts';
import { readSheet } from './sheet.ts';

/** A host that was away longer does not go on by itself: by now the folder may hold another unit's scans. */
const GOES_ON_MS = 15 * 60_000;

export type KeeperDeps = {
  readonly dataFolder: string;
  readonly journal: Journal;
  readonly decoder: Pick<Decoder, 'inspect' | 'digest'>;
  readonly ingest: () => Pick<Ingest, 'services' | 'takePage'>;
  /** There is something to do for the job of a session. */
  readonly wake: (session: Session) => Promise<void>;
  /** Keeps how a person scans, for the next time. */
  readonly remember: (settings: CaptureSettings) => void;
  readonly tell: (status: CaptureStatus | null) => void;
  readonly log: Log;
  readonly now: () => number;
  readonly refuseMs?: number | undefined;
};

export type SessionKeeper = {
  current(): CaptureSession | null;
  /** Goes on with the session that an earlier run left open. */
  takeUp(): Promise<void>;
  begin(input: Input<'capture.begin'>): Promise<CaptureStatus>;
  /** Ends the session: its import is finished, its report closed. Answers the import. */
  end(): Promise<RecordId>;
};

export function createSessionKeeper(deps: KeeperDeps): SessionKeeper {
  const { dataFolder, journal, now } = deps;
  let current: CaptureSession | null = null;

  async function open({ fold, log }: OpenSession): Promise<CaptureSession> {
    // The process that looks into files is there when the first one comes.
    deps.decoder.inspect(fold.session.settings.folder, '').catch(() => undefined);
    current = await openCapture({
      fold,
      log,
      journal,
      decoder: deps.decoder,
      ingest: deps.ingest(),
      wake: () => void deps.wake(fold.session),
      changed: deps.tell,
      report: (event, error) => deps.log.error(event, error),
      now,
      refuseMs: deps.refuseMs,
    });
    return current;
  }

  async function end(): Promise<RecordId> {
    const ending = must(current, 'a session that ends');
    const { session } = ending;
    await ending.turn('ending');
    try {
      await ending.finish();
    } catch (error) {
      // No room for the last scan: it keeps its place, and whoever wanted to end may also go on.
      await ending.turn('paused');
      deps.tell(ending.status());
      throw error;
    }
    try {
      await deps.ingest().services['import.finish']({ import: session.import });
    } catch (error) {
      // Its import is gone with a damaged `jobs.db`; what was scanned is in the vault and the journal.
      if (!(error instanceof TroubleError)) throw error;
      deps.log.error('capture.not_finished', error);
    }
    await ending.turn('ended');
    await ending.close();
    current = null;
    await deps.wake(session);
    deps.tell(null);
    return session.import;
  }

  return {
    current: () => current,
    end,
    async takeUp() {
      const found = await findOpenSession(dataFolder);
      if (found === null) return;
      await pauseWhenStale(found, now());
      const session = await open(found);
      if (session.session.phase === 'ending') await end();
      else if (session.hasWork()) await deps.wake(session.session);
    },
    async begin(input) {
      const { settings } = input;
      await check(input, deps);
      const before = current?.session.settings.folder === settings.folder ? current.session : null;
      if (current !== null) await end();
      const there = await linesOfFolder(dataFolder, settings.folder, before);
      deps.remember(settings);
      const { import: importId } = await deps.ingest().services['import.begin']({
        source: path.basename(settings.folder) || settings.folder,
        parent: null,
      });
      const answered: Line[] = input.takeOffered ? [{ t: 'answered', id: newId(), take: true }] : [];
      const opened = await beginSession(dataFolder, firstLine(input, importId, now()), [
        ...there,
        ...answered,
      ]);
      const status = (await open(opened)).status();
      await forgetOldSessions(sessionsFolder(dataFolder), status.session);
      deps.tell(status);
      return status;
    },
  };
}

async function check(
  { unit, settings }: Input<'capture.begin'>,
  { dataFolder, journal }: KeeperDeps,
): Promise<void> {
  await checkFolder(settings.folder, dataFolder);
  await readSheet(journal, unit);
  if (settings.pattern === null) return;
  const pattern = readPattern(settings.pattern);
  if (!pattern.ok) throw new TroubleError(pattern.code, pattern.details);
}

function firstLine(input: Input<'capture.begin'>, importId: RecordId, now: number): LineOf<'begin'> {
  const { unit, settings, start } = input;
  return {
    t: 'begin',
    v: 1,
    id: newId({ msecs: now }),
    import: importId,
    unit,
    at: new Date(now).toISOString(),
    settings,
    sequence: startSequence(settings.mode, settings.isAuto, start),
  };
}

async function pauseWhenStale({ fold, log }: OpenSession, now: number): Promise<void> {
  const away = now - Date.parse(fold.session.at);
  if (fold.session.phase !== 'going' || (away >= 0 && away < GOES_ON_MS)) return;
  const line: Line = { t: 'phase', phase: 'paused', at: new Date(now).toISOString() };
  await log.write(line);
  fold.apply(line);
}
