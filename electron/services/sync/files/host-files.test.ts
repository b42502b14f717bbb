/** Files of a host in a pause: nothing of them travels, and what was on its way goes on afterwards. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLog } from '../../../../node/log.ts';
import { fail, ok } from '../../../../shared/result.ts';
import { openStation, type BackupStation } from '../../../../test/fixtures/backup-station.ts';
import { startFilesCentre, type FilesCentre } from '../../../../test/fixtures/files-centre.ts';
import { text } from '../../../../test/fixtures/files-desks.ts';
import { sourceModules } from '../../modules.ts';
import type { CentreReport } from '../centre.ts';
import { UNKNOWN } from '../status-of.ts';
import { createHostFiles, type HostFiles } from './host-files.ts';

let folder: string;
let centre: FilesCentre;
let station: BackupStation;
let files: HostFiles;
let isPaused: boolean;
/** Says how sync stands. */
let tell: (lastComplete: number) => void;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'host-files-'));
  centre = await startFilesCentre(path.join(folder, 'centre'));
  const dataFolder = path.join(folder, 'a');
  station = await openStation(dataFolder);
  isPaused = false;
  const { journal, vault } = station;
  let report: CentreReport = { ...UNKNOWN, link: 'linked' };
  const facts = { url: centre.url, archive: journal.archive, app: '1', proxyEnv: {}, authority: '' };
  files = createHostFiles({
    dataFolder,
    emit: () => undefined,
    log: silentLog(),
    onFall: () => () => undefined,
    modules: sourceModules(),
    journal,
    vault,
    pictures: { made: async () => fail('NO_PICTURE'), has: async () => false, put: async () => undefined },
    repair: async () => '',
    canWrite: true,
    sync: {
      lineFacts: () => facts,
      token: async () => ok('token'),
      onReport(listener) {
        tell = (at) => {
          report = { ...report, lastComplete: new Date(at).toISOString() };
          listener(report);
        };
        return () => undefined;
      },
      mayFilesTravel: () => !isPaused,
      isPaused: () => isPaused,
      countFileBytes: () => undefined,
      setFiles: () => undefined,
      deviceName: () => null,
      report: () => report,
    },
  });
});
afterEach(async () => {
  await files.close();
  await station.close();
  await centre.close();
  await rm(folder, { recursive: true, force: true });
});

it('stops what is on its way when a pause begins, and tells of no trouble', async () => {
  await station.bringIn([text(1)]);
  const held = Promise.withResolvers<ServerResponse>();
  centre.intercept = (request, response) => {
    if (!(request.url ?? '').includes('/up/')) return false;
    // The centre takes its time.
    held.resolve(response);
    return true;
  };
  tell(1);
  const response = await held.promise;
  const closed = once(response, 'close');
  isPaused = true;
  tell(1);
  await closed;
  centre.intercept = null;
  const status = () => files.services['sync.files.status']({});
  await expect.poll(status).toMatchObject({ moving: [], trouble: null, behind: { files: 2 } });
  isPaused = false;
  tell(2);
  await expect.poll(status).toMatchObject({ behind: { files: 0 }, verified: { files: 2 } });
});
