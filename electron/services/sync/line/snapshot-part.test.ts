/** A part of a snapshot is what its manifest says, also when the manifest was fetched by an earlier run of the program. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { zstdCompressSync } from 'node:zlib';
import { v7 as newId } from 'uuid';
import { expect, test, vi } from 'vitest';
import { ok } from '../../../../shared/result.ts';
import { fetchSnapshot } from '../../../../shared/sync/station/fetch-snapshot.ts';
import type { RoundDeps } from '../../../../shared/sync/station/round-deps.ts';
import type { StationStore } from '../../../../shared/sync/station/station-store.ts';
import type { SnapshotManifest } from '../../../../shared/sync/wire/messages.ts';
import type { ArchiveCalls } from './archive-calls.ts';
import { createHttpWire } from './http-wire.ts';

/** A station that was cut before its first part came, and the line as it is after a restart. */
function goesOn(part: Uint8Array, sha256: string) {
  const manifest = { id: newId(), parts: [{ n: 0, rows: 0, bytes: part.length, sha256 }] };
  const takePart = vi.fn(async () => undefined);
  const store = {
    stagedSnapshot: async () => manifest as unknown as SnapshotManifest,
    beginSnapshot: async () => ({ missing: [0] }),
    takePart,
    endSnapshot: async () => undefined,
  } as unknown as StationStore;
  const calls: Pick<ArchiveCalls, 'raw'> = {
    async raw() {
      const body = Object.assign(Readable.from([part]), { headers: {} }) as unknown as IncomingMessage;
      return ok({ status: 200, headers: {}, body });
    },
  };
  const wire = createHttpWire({ calls: calls as ArchiveCalls, device: newId(), dictionary: () => '' });
  return { takePart, fetched: fetchSnapshot({ store, wire } as unknown as RoundDeps) };
}

const EMPTY = zstdCompressSync(Buffer.from(''));

test('is taken when it is the one that was told of', async () => {
  const { takePart, fetched } = goesOn(EMPTY, createHash('sha256').update(EMPTY).digest('hex'));
  expect(await fetched).toBeNull();
  expect(takePart).toHaveBeenCalledWith({ n: 0, rows: [] });
});

test('is refused when it is another', async () => {
  const { takePart, fetched } = goesOn(EMPTY, createHash('sha256').update('other').digest('hex'));
  expect(await fetched).toMatchObject({ code: 'CHECKSUM_MISMATCH' });
  expect(takePart).not.toHaveBeenCalled();
});
