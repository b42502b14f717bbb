/**
 * The hot folder: a scanner writes into a folder, and each complete file becomes a leaf of the unit in hand. There is one
 * session at a time. It is a job of the one queue and goes on as long as its host runs, with or without a window; its lines
 * (`capture/<id>.jsonl`) tell a start after a kill where it was.
 */
import path from 'node:path';
import type { StartChild } from '../../../node/calls/child.ts';
import type { Log } from '../../../node/log.ts';
import { must } from '../../../shared/must.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Services } from '../../../shared/rpc/contract.ts';
import type { Emit } from '../../../shared/rpc/events.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { createTurns } from '../../../shared/turns.ts';
import { createDecoder } from '../decode/decoder.ts';
import type { Ingest } from '../ingest/ingest.ts';
import type { JobKind } from '../jobs/queue.ts';
import type { Journal } from '../journal/journal.ts';
import type { SettingsStore } from '../settings.ts';
import type { CaptureSession } from './capture-session.ts';
import { checkFolder } from './folder-rules.ts';
import { createSessionKeeper, type SessionKeeper } from './session-keeper.ts';
import { countNew } from './session-shelf.ts';
import { readSheet } from './sheet.ts';
import { suggestStart } from './suggest-start.ts';

const CAPTURE_JOB = 'capture';
/** A leaf is turned, a unit fetched: the process that looks into files is still there then. */
const CHILD_IDLE_MS = 10 * 60_000;

export type HotFolderDeps = {
  /** The data folder. */
  readonly folder: string;
  readonly journal: Journal;
  readonly settings: Pick<SettingsStore, 'read' | 'write'>;
  readonly startChild: StartChild;
  readonly decodeChild: URL;
  readonly emit: Emit;
  readonly log: Log;
  readonly now?: () => number;
  /** How long a file may be broken before it is said. */
  readonly refuseMs?: number;
};

export type CaptureServices = Pick<
  Services,
  'capture.status' | 'capture.look' | 'capture.suggest' | 'capture.begin' | 'capture.act' | 'capture.end'
>;

export type HotFolder = {
  /** For the queue that `attach` hands over. */
  readonly kinds: readonly JobKind[];
  /** Takes up the session that an earlier run left open. */
  attach(ingest: Pick<Ingest, 'queue' | 'services' | 'takePage'>): Promise<void>;
  readonly services: CaptureServices;
  close(): Promise<void>;
};

export function createHotFolder(deps: HotFolderDeps): HotFolder {
  const { now = Date.now } = deps;
  // A process of its own: what is scanned now does not wait for pictures of what came before.
  const decoder = createDecoder({
    startChild: deps.startChild,
    module: deps.decodeChild,
    children: 1,
    idleMs: CHILD_IDLE_MS,
  });
  const inTurn = createTurns();
  let ingest: Parameters<HotFolder['attach']>[0] | null = null;
  const attached = () => must(ingest, 'the queue is attached at start');
  const keeper = createSessionKeeper({
    ...deps,
    dataFolder: deps.folder,
    decoder,
    ingest: attached,
    wake: ({ id, settings: { folder } }) =>
      attached().queue.wake({ id, kind: CAPTURE_JOB, title: path.basename(folder), payload: null }),
    remember: (capture) => void deps.settings.write({ capture }),
    tell: (status) => deps.emit('capture.changed', { status }),
    now,
  });

  return {
    kinds: [
      {
        kind: CAPTURE_JOB,
        atOnce: 1,
        isAwaited: true,
        async run({ id }, signal, progress) {
          const working = keeper.current();
          if (working?.session.id !== id) return 'done';
          await working.drain(() => signal.aborted);
          const { counts, waiting } = working.status();
          progress(counts.stored, counts.stored + waiting);
          return 'waiting';
        },
      },
    ],
    async attach(queue) {
      ingest = queue;
      try {
        await inTurn('', () => keeper.takeUp());
      } catch (error) {
        // The host opens all the same; the session's lines are as they were.
        deps.log.error('capture.not_taken_up', error);
      }
    },
    services: captureServices(deps, keeper, (work) => inTurn('', work)),
    async close() {
      decoder.close();
      await keeper.current()?.close();
    },
  };
}

function captureServices(
  { folder: dataFolder, journal, settings }: HotFolderDeps,
  keeper: SessionKeeper,
  inTurn: <T>(work: () => Promise<T>) => Promise<T>,
): CaptureServices {
  function sessionOf(id: RecordId): CaptureSession {
    const current = keeper.current();
    if (current?.session.id !== id) throw new TroubleError('CAPTURE_ENDED');
    return current;
  }

  return {
    'capture.status': async () => ({
      status: keeper.current()?.status() ?? null,
      settings: settings.read().capture ?? null,
    }),
    async 'capture.look'({ folder }) {
      await checkFolder(folder, dataFolder);
      return { files: await countNew(dataFolder, folder) };
    },
    'capture.suggest': async ({ unit }) => suggestStart(await readSheet(journal, unit)),
    'capture.begin': (input) => inTurn(async () => ({ status: await keeper.begin(input) })),
    async 'capture.act'({ session, id, act }) {
      const working = sessionOf(session);
      await working.act(id, act);
      return { status: working.status() };
    },
    'capture.end': ({ session }) =>
      inTurn(async () => {
        sessionOf(session);
        return { import: await keeper.end() };
      }),
  };
}
