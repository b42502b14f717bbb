/** The vault's side of its thread: calls in, store below. Tests serve it with steps of their own. */
import type { Port } from '../calls/port.ts';
import { serveCalls } from '../calls/serve.ts';
import { must } from '../../shared/must.ts';
import { createHashCrew } from './hash-crew.ts';
import type { OpenPart } from './parts.ts';
import type { Step } from './step.ts';
import type { VaultCalls, VaultThreadData } from './vault-calls.ts';
import { openVaultStore } from './vault-store.ts';

/** Opens the vault and serves it over `port` until `close`. */
export function serveVault(port: Port, data: VaultThreadData, step: Step = () => undefined): void {
  const crew = createHashCrew(new URL(data.thread));
  const opening = openVaultStore({
    folder: data.folder,
    archive: data.archive,
    newSink: () => crew.newSink(),
    newCheck: () => crew.newCheck(),
    step,
  });
  opening.catch(() => undefined); // every call says why
  const parts = new Map<number, OpenPart>();
  let lastPart = 0;
  const partOf = (part: number) => must(parts.get(part), `part ${part} is open`);

  const calls: VaultCalls = {
    open: async () => opening.then(() => null),
    openBatch: async (head) => (await opening).openBatch(head).then(() => null),
    async beginPart({ batch, no, logicalPath }) {
      const part = await (await opening).beginPart(batch, no, logicalPath);
      parts.set(++lastPart, part);
      return lastPart;
    },
    writePart: async ({ part, bytes }) =>
      partOf(part)
        .write(bytes)
        .then(() => null),
    async finishPart({ part }) {
      const open = partOf(part);
      try {
        const received = await open.finish();
        parts.delete(part);
        return received;
      } catch (error) {
        parts.delete(part);
        await open.abort();
        throw error;
      }
    },
    async abortPart({ part }) {
      const open = parts.get(part);
      parts.delete(part);
      await open?.abort();
      return null;
    },
    receiveFile: async ({ batch, no, logicalPath, sourcePath }) =>
      (await opening).receiveFile(batch, no, logicalPath, sourcePath),
    keep: async ({ batch, no, meta }) => (await opening).keep(batch, no, meta),
    drop: async ({ batch, no }) => (await opening).drop(batch, no).then(() => null),
    seal: async ({ batch }) => (await opening).seal(batch),
    locate: async ({ sha256 }) => (await opening).locate(sha256),
    openBatches: async () => (await opening).openBatches(),
    hold: async ({ sha256, size, path }) => (await opening).hold(sha256, size, path),
    letGo: async ({ sha256 }) => (await opening).letGo(sha256),
    heldFiles: async () => (await opening).heldFiles(),
    adopt: async ({ folder, batch }) => (await opening).adopt(folder, batch),
    release: async ({ batch }) => (await opening).release(batch),
    rebuildIndex: async () => (await opening).rebuildIndex(),
    close: async () => {
      for (const part of parts.values()) await part.abort();
      parts.clear();
      await opening.then((store) => store.close()).catch(() => undefined);
      crew.close();
      return null;
    },
  };
  serveCalls(port, calls);
}
