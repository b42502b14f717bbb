/**
 * A capture session at work: gives each complete file its place in the order of arrival and has it taken in. Acts and files
 * come one after the other, so that a key always means what stood on the screen.
 */
import { TroubleError } from '../../../shared/result.ts';
import type { CaptureAct, CaptureStatus } from '../../../shared/rpc/contract-capture.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { createTurns } from '../../../shared/turns.ts';
import type { Decoder } from '../decode/decoder.ts';
import type { Ingest } from '../ingest/ingest.ts';
import type { Journal } from '../journal/journal.ts';
import { doSequenceAct, undoLast, type ActDeps } from './capture-acts.ts';
import { statusOf } from './capture-status.ts';
import { createFolderSide, type FolderSide } from './folder-side.ts';
import type { Scan, SessionFold } from './session.ts';
import type { Line, LineOf } from './session-lines.ts';
import type { SessionLog } from './session-log.ts';
import { readSheet, type UnitSheet } from './sheet.ts';
import type { RefusedFile } from './sightings.ts';
import { placeNext, takeNext, type StepDeps } from './take-in-turn.ts';
import { isRefusal, reportBroken, takeScan } from './take-scan.ts';

/** What concerns all scans (a full disk) is tried again after so long, and when a person goes on. */
const TRY_AGAIN_MS = 10_000;

export type CaptureDeps = {
  readonly fold: SessionFold;
  readonly log: SessionLog;
  readonly journal: Journal;
  readonly ingest: Pick<Ingest, 'services' | 'takePage'>;
  readonly decoder: Pick<Decoder, 'inspect' | 'digest'>;
  /** There is something to take in. */
  readonly wake: () => void;
  readonly changed: (status: CaptureStatus) => void;
  readonly report: (event: string, error: unknown) => void;
  readonly now: () => number;
  /** How long a file may be broken before it is said. */
  readonly refuseMs?: number | undefined;
};

export type CaptureSession = {
  readonly session: SessionFold['session'];
  status(): CaptureStatus;
  /** Does an act once. */
  act(id: RecordId, act: CaptureAct): Promise<void>;
  /** Takes in what is ready, until there is nothing or `isStopped`. */
  drain(isStopped: () => boolean): Promise<void>;
  /** Whether there is something to take in now. */
  hasWork(): boolean;
  /** Another phase; `ended` is the last line. */
  turn(phase: LineOf<'phase'>['phase']): Promise<void>;
  /** What has its place is taken in, and what was refused for what it holds stands in the report. */
  finish(): Promise<void>;
  close(): Promise<void>;
};

/** Goes on with a session from its lines. Codes: NO_SUCH_RECORD, BAD_PARENT, and those of the disk. */
export async function openCapture(deps: CaptureDeps): Promise<CaptureSession> {
  const { fold, journal, now } = deps;
  const { session } = fold;
  const inTurn = createTurns();
  let sheet: UnitSheet = await readSheet(journal, session.unit);
  let stopped: string | null = null;
  let tryAgain: NodeJS.Timeout | undefined;
  let told = '';
  const folder = createFolderSide({
    session,
    decoder: deps.decoder,
    refuseMs: deps.refuseMs,
    onLook(isNew) {
      if (isNew) tell();
      if (hasWork()) deps.wake();
    },
    onRefused: (file) => void refuse(file),
  });

  async function write(line: Line, isLoose = false): Promise<void> {
    await deps.log.write(line, isLoose);
    fold.apply(line);
  }
  const acting: ActDeps = { session, journal, sheet: () => sheet, write };
  const stepping: StepDeps = { ...acting, journal, write, ingest: deps.ingest, folder, now };

  function status(): CaptureStatus {
    const waiting = folder.waiting() + coming(session).length;
    return statusOf(session, sheet, { isAway: folder.isAway(), stopped, waiting });
  }

  function tell(): void {
    const next = status();
    const text = JSON.stringify(next);
    if (text === told) return;
    told = text;
    deps.changed(next);
  }

  function hasWork(): boolean {
    const isAtWork = session.phase === 'going' || session.phase === 'ending';
    if (!isAtWork || stopped !== null || folder.isAway()) return false;
    return folder.hasNext() || coming(session).length > 0;
  }

  function goOnWithWork(): void {
    tell();
    if (hasWork()) deps.wake();
  }

  function refuse({ code, ...file }: RefusedFile): Promise<void> {
    return inTurn('', async () => {
      await write({ t: 'refused', no: session.scans.length, file, code });
      tell();
    }).catch((error: unknown) => deps.report('capture.not_refused', error));
  }

  function stop(code: string): void {
    stopped = code;
    clearTimeout(tryAgain);
    tryAgain = setTimeout(goOn, TRY_AGAIN_MS);
    tryAgain.unref();
    tell();
  }

  function goOn(): void {
    clearTimeout(tryAgain);
    stopped = null;
    goOnWithWork();
  }

  /** Takes in one file; false when there is none, or it has to wait for its folder: the next look that succeeds tries again. */
  async function step(): Promise<boolean> {
    const [unfinished] = coming(session);
    const file = unfinished === undefined ? folder.next() : undefined;
    if (file !== undefined) await placeNext(stepping, file);
    if (unfinished === undefined) return file !== undefined;
    if (!(await takeNext(stepping, unfinished))) return false;
    sheet = await readSheet(journal, session.unit);
    return true;
  }

  async function turn(phase: LineOf<'phase'>['phase']): Promise<void> {
    if (session.phase === phase) return;
    await write({ t: 'phase', phase, at: new Date(now()).toISOString() });
    if (phase === 'going') folder.start();
    else await folder.stop();
  }

  if (session.phase === 'going') folder.start();
  return {
    session,
    status,
    hasWork,
    turn: (phase) => inTurn('', () => turn(phase)),
    async act(id, act) {
      await inTurn('', async () => {
        if (session.done.has(id)) return;
        if (session.phase === 'ending' || session.phase === 'ended') throw new TroubleError('CAPTURE_ENDED');
        if (act.kind === 'goOn') goOn();
        if (act.kind === 'pause' || act.kind === 'goOn')
          return turn(act.kind === 'pause' ? 'paused' : 'going');
        await doAct(acting, folder, id, act);
        sheet = await readSheet(journal, session.unit);
      });
      goOnWithWork();
    },
    async drain(isStopped) {
      try {
        while (!isStopped() && hasWork()) {
          const isDone = await inTurn('', async () => (hasWork() ? step() : false));
          tell();
          if (!isDone) return;
        }
      } catch (error) {
        if (!(error instanceof TroubleError)) throw error;
        stop(error.code);
      }
    },
    finish: () =>
      inTurn('', async () => {
        for (const scan of coming(session)) await takeScan(stepping, scan);
        for (const scan of brokenFiles(session)) await reportBroken(stepping, scan);
      }),
    async close() {
      clearTimeout(tryAgain);
      await folder.stop();
      await inTurn('', () => deps.log.close());
    },
  };
}

type PlainAct = Exclude<CaptureAct, { kind: 'pause' | 'goOn' }>;

async function doAct(deps: ActDeps, folder: FolderSide, id: RecordId, act: PlainAct): Promise<void> {
  const { session } = deps;
  switch (act.kind) {
    case 'offered': {
      const names = [...session.offered];
      await deps.write({ t: 'answered', id, take: act.take });
      if (act.take) folder.unsettle(names);
      return folder.wake();
    }
    case 'takeSame': {
      const scan = session.scans[act.scan];
      if (scan?.state !== 'same') throw new TroubleError('CAPTURE_NOTHING');
      await deps.write({ t: 'wanted', id, no: act.scan });
      folder.unsettle([scan.file.name]);
      return folder.wake();
    }
    case 'undo':
      return undoLast(deps, id, act.key);
    default:
      return doSequenceAct(deps, id, act);
  }
}

/** The scan that has its place and is not stored yet: one at most, because they come one after the other. */
function coming({ scans }: SessionFold['session']): Scan[] {
  const last = scans.findLast(({ line }) => line !== null);
  return last?.state === 'coming' ? [last] : [];
}

/** What was refused for what it holds, and did not come once more. */
function brokenFiles({ scans }: SessionFold['session']): Scan[] {
  const last = new Map(scans.map((scan) => [scan.file.name, scan]));
  return [...last.values()].filter(
    ({ state, code, line }) => state === 'refused' && line === null && code !== null && isRefusal(code),
  );
}
