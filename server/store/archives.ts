/**
 * The archives that are open: each when it is asked for, closed when nobody has asked for some minutes, and only so many at a
 * time, because each takes threads.
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onDisk } from '../../node/files/disk-trouble.ts';
import type { Log } from '../../node/log.ts';
import { TroubleError } from '../../shared/result.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import { LOG_FILE } from './archive-file.ts';
import type { Directory } from './directory-calls.ts';
import { createArchiveHandle, type ArchiveHandle } from './open-archive.ts';
import { createTurns } from './turns.ts';

const IDLE_MS = 5 * 60_000;
const SWEEP_MS = 30_000;
const MOST_OPEN = 16;
/** How long one waits for another archive to be done with its threads. */
const ADMIT_MS = 20_000;
const ADMIT_STEP_MS = 50;

export type Archives = {
  /** The archive of that id; null: none was founded here. */
  open(id: RecordId): Promise<ArchiveHandle | null>;
  /** Lets calls under way end, then closes everything. */
  close(): Promise<void>;
};

export type ArchivesDeps = {
  /** The folder of an archive. */
  readonly folderOf: (archive: RecordId) => string;
  readonly directory: Pick<Directory, 'archive' | 'noteBegun'>;
  /** The path of `server.db`. */
  readonly directoryPath: string;
  readonly log: Log;
  readonly now?: () => number;
  /** Smaller for tests. */
  readonly limits?: Partial<{ mostOpen: number; idleMs: number; sweepMs: number }>;
};

/** Opens archives on demand. */
export function createArchives(deps: ArchivesDeps): Archives {
  const { folderOf, directory, log, now = Date.now, limits = {} } = deps;
  const { mostOpen = MOST_OPEN, idleMs = IDLE_MS, sweepMs = SWEEP_MS } = limits;
  const handles = new Map<RecordId, ArchiveHandle>();
  const turns = createTurns();
  const admissions = createTurns();
  let isClosed = false;

  const sweep = setInterval(() => {
    for (const handle of handles.values())
      handle.close(now() - idleMs).catch((error: unknown) => log.error('archive.close', error));
  }, sweepMs);
  sweep.unref();

  /** Makes room for one more archive with threads. */
  async function admit(): Promise<void> {
    const until = now() + ADMIT_MS;
    while ([...handles.values()].filter(({ isOpen }) => isOpen).length >= mostOpen) {
      const idle = [...handles.values()]
        .filter(({ isOpen, isBusy }) => isOpen && !isBusy)
        .sort((a, b) => a.usedAt - b.usedAt);
      if (idle[0] !== undefined) await idle[0].close();
      else if (now() > until) throw new TroubleError('DEADLINE');
      else await sleep(ADMIT_STEP_MS);
    }
  }

  return {
    open: (id) =>
      turns(async () => {
        const known = handles.get(id);
        if (known !== undefined) return known;
        if (isClosed) throw new TroubleError('MAINTENANCE');
        const archive = await directory.archive(id);
        if (archive === null) return null;
        const folder = folderOf(id);
        if (archive.begunAt !== null && !existsSync(join(folder, LOG_FILE))) {
          log.error('archive.missing', new TroubleError('LOG_MISSING', { path: folder }), { archive: id });
          throw new TroubleError('MAINTENANCE');
        }
        await onDisk(folder, () => mkdir(folder, { recursive: true }));
        const handle = createArchiveHandle({
          name: archive.name,
          data: { archive: id, folder, directory: deps.directoryPath },
          now,
          log,
          onBegun: () => {
            if (archive.begunAt === null)
              directory.noteBegun(id).catch((error: unknown) => void log.error('archive.begun', error));
          },
          admit: () => admissions(admit),
        });
        handles.set(id, handle);
        return handle;
      }),
    async close() {
      isClosed = true;
      clearInterval(sweep);
      await Promise.all([...handles.values()].map((handle) => handle.close()));
    },
  };
}
