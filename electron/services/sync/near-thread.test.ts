/** The sync thread through troubles of its disk. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../../node/log.ts';
import { SYNC_PLAN } from '../../../shared/rpc/contract-sync.ts';
import { sourceModules } from '../modules.ts';
import { createNearThread } from './near-thread.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qoima-near-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a thread that could not begin begins when somebody asks again', async () => {
  const sync = join(folder, 'sync');
  writeFileSync(sync, 'no folder');
  const thread = createNearThread({
    url: sourceModules().syncThread,
    data: { folder: sync, app: '1.0.0', archive: '0190d1b2-0000-7000-8000-0000000000a1' },
    journal: { stationPort: async () => new MessageChannel().port1 },
    settings: () => ({ plan: SYNC_PLAN, pause: null }),
    onReport: async () => undefined,
    log: createLog({ folder: join(folder, 'logs'), roots: [folder] }),
  });
  try {
    await expect(thread.calls.people(null)).rejects.toThrow();
    rmSync(sync);
    expect(await thread.calls.people(null)).toEqual([]);
  } finally {
    await thread.close();
  }
});
