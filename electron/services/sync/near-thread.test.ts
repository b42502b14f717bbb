/** The sync thread through troubles of its start. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../../node/log.ts';
import { TroubleError } from '../../../shared/result.ts';
import { SYNC_PLAN } from '../../../shared/rpc/contract-sync.ts';
import { sourceModules } from '../modules.ts';
import { createNearThread } from './near-thread.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qoima-near-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a thread that could not begin begins when somebody asks again', async () => {
  let isFull = true;
  const thread = createNearThread({
    url: sourceModules().syncThread,
    data: { folder: join(folder, 'sync'), app: '1.0.0', archive: '0190d1b2-0000-7000-8000-0000000000a1' },
    journal: {
      async stationPort() {
        if (isFull) throw new TroubleError('DISK_FULL');
        return new MessageChannel().port1;
      },
    },
    settings: () => ({ plan: SYNC_PLAN, pause: null }),
    key: () => null,
    onReport: async () => undefined,
    log: createLog({ folder: join(folder, 'logs'), roots: [folder] }),
  });
  try {
    await expect(thread.calls.people(null)).rejects.toMatchObject({ code: 'DISK_FULL' });
    isFull = false;
    expect(await thread.calls.people(null)).toEqual([]);
  } finally {
    await thread.close();
  }
});
