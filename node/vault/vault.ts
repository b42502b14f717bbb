/**
 * The vault as the host holds it. All hashing, writing and SQLite happen in its thread; here are only calls, deadlines and
 * the packing of streams.
 */
import { startService } from '../calls/thread-service.ts';
import { sendStream } from './send-stream.ts';
import type { VaultCalls, VaultThreadData } from './vault-calls.ts';
import type { Vault } from './vault-types.ts';

/** For calls that touch a few files. */
const SHORT_MS = 2 * 60_000;
/** For one piece of a stream: a sleeping disk wakes up, a network drive comes back. */
const PIECE_MS = 5 * 60_000;
/** For calls that read a whole file or all inventories: 100 GB at 10 MB/s. */
const LONG_MS = 3 * 60 * 60_000;

export type VaultDeps = {
  /** The vault's own folder, the one with `vault.json`. */
  readonly folder: string;
  /** Where `vault-thread.ts` or its bundle lies. */
  readonly thread: URL;
  /** The archive that this vault belongs to. */
  readonly archive: string;
  /** Told the reason when the thread ends by itself; whatever is asked afterwards ends with WORKER_GONE. */
  readonly onFall?: (reason: string) => void;
};

/**
 * Opens the vault, makes it if there is none, and takes up what an earlier run left in staging.
 *
 * @throws TroubleError VAULT_NEWER, VAULT_FOREIGN, or a code of the disk
 */
export async function openVault(deps: VaultDeps): Promise<Vault> {
  const data: VaultThreadData = {
    role: 'vault',
    folder: deps.folder,
    archive: deps.archive,
    thread: deps.thread.href,
  };
  const service = startService<VaultCalls>({
    url: deps.thread,
    data,
    deadlineMs: SHORT_MS,
    onFall: deps.onFall,
  });
  const { calls } = service;
  try {
    await calls.open(null, { deadlineMs: LONG_MS });
  } catch (error) {
    await service.close();
    throw error;
  }

  return {
    openBatch: async (batch) => void (await calls.openBatch(batch)),
    async receive(batch, no, logicalPath, bytes) {
      const part = await calls.beginPart({ batch, no, logicalPath });
      try {
        await sendStream(bytes, (piece) => calls.writePart({ part, bytes: piece }, { deadlineMs: PIECE_MS }));
        return await calls.finishPart({ part }, { deadlineMs: PIECE_MS });
      } catch (error) {
        await calls.abortPart({ part }).catch(() => undefined);
        throw error;
      }
    },
    receiveFile: (batch, no, logicalPath, sourcePath) =>
      calls.receiveFile({ batch, no, logicalPath, sourcePath }, { deadlineMs: LONG_MS }),
    keep: (batch, no, meta) => calls.keep({ batch, no, meta }, { deadlineMs: LONG_MS }),
    drop: async (batch, no) => void (await calls.drop({ batch, no })),
    seal: (batch) => calls.seal({ batch }, { deadlineMs: LONG_MS }),
    locate: (sha256) => calls.locate({ sha256 }),
    openBatches: () => calls.openBatches(null),
    hold: (sha256, size, path) => calls.hold({ sha256, size, path }, { deadlineMs: LONG_MS }),
    letGo: (sha256) => calls.letGo({ sha256 }),
    heldFiles: () => calls.heldFiles(null),
    adopt: (folder, batch) => calls.adopt({ folder, batch }, { deadlineMs: LONG_MS }),
    release: (batch) => calls.release({ batch }, { deadlineMs: LONG_MS }),
    rebuildIndex: () => calls.rebuildIndex(null, { deadlineMs: LONG_MS }),
    close: () => service.close(),
  };
}
