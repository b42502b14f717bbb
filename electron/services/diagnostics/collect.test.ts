/** Words that anybody would know again are put everywhere, and none of them may be in the bundle. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStation } from '../../../test/fixtures/backup-station.ts';
import { createLog } from '../../../node/log.ts';
import { TroubleError } from '../../../shared/result.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import { makeBackup } from '../backup/make-backup.ts';
import { newRow } from '../jobs/job-entry.ts';
import { createJobsStore } from '../jobs/jobs-store.ts';
import { collectDiagnostics } from './collect.ts';
import { shapeOfLogLine, shapeOfPath } from './shape.ts';

const TITLE = 'Қаратал аудандық комитеті';
const FILE = 'Құпия хат.pdf';
const PERSON = 'Aigerim Serikova';
const PLACE = 'zhanar-disk';
const LATIN = 'Kolkhozniki';
const TOLD = [
  'Қаратал',
  'комитеті',
  'Құпия',
  'хат.pdf',
  'Aigerim',
  'Serikova',
  PLACE,
  LATIN,
  'sekret',
  'adres',
];

let top: string;
let folder: string;
let text: string;

beforeAll(async () => {
  top = mkdtempSync(path.join(tmpdir(), `diagnostics-${PLACE}-`));
  folder = path.join(top, 'Aigerim', 'data');
  const station = await openStation(folder);
  await station.bringIn([TITLE, LATIN]);
  await station.vault.openBatch({ id: newId(), label: TITLE, createdBy: PERSON });
  const edits = [
    newRecord(newId(), 'fonds', { parent: null, 'title/kk': TITLE, 'title/en': LATIN }),
    newRecord(newId(), 'tag', { 'label/kk': TITLE, 'label/en': LATIN }),
    newRecord(newId(), 'person', { name: PERSON }),
  ];
  await station.journal.commit({ id: newId(), command: 'fonds.create', edits }, 'window');
  await station.close();
  await makeBackup({ dataFolder: folder, target: path.join(top, LATIN), program: '1.2.3' });
  fillJobs();
  fillLog();
  const plan = { targets: [path.join(top, PLACE)], when: { kind: 'daily', hour: 20 }, rehearse: 'auto' };
  const settings = { v: 1, language: 'kk', backup: plan, later: { name: PERSON } };
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(settings));
  mkdirSync(path.join(folder, TITLE));
  text = await collectDiagnostics({ folder, version: '1.2.3', host: 'web' });
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

function fillJobs(): void {
  const store = createJobsStore();
  void store.open({ path: path.join(folder, 'jobs.db'), now: 0 });
  const id = newId();
  store.addImport({ id, source: LATIN, begun: '2026-11-22T09:00:00Z', parent: null, state: 'done' });
  const job = newRow({ id: newId(), kind: 'backup', title: path.join(top, PLACE), payload: FILE });
  store.putJob({ ...job, state: 'failed', done: 1, total: 2, code: 'BACKUP_TARGET_FULL' });
  void store.close(null);
}

function fillLog(): void {
  const log = createLog({ folder: path.join(folder, 'logs'), roots: [folder] });
  log.info('host.started', { journal: 12, vault: 20, ms: 31 });
  log.error('import.failed', new TroubleError('BROKEN', { path: path.join(folder, FILE), name: PERSON }), {
    kind: 'import',
  });
  const bug = new Error(`cannot read sekret of ${LATIN} at ${path.join(top, 'x')} for ${PERSON}`);
  log.error('call.failed', bug, { call: 'journal.commit', kind: LATIN, title: TITLE, adres: 'sekret' });
  const lines = [
    JSON.stringify({
      at: '2026-11-22T09:00:00.000Z',
      level: 'info',
      event: LATIN,
      note: PERSON,
      [LATIN]: 1,
      sekret: 'X',
    }),
    `${PERSON} wrote this by hand`,
    JSON.stringify([TITLE]),
  ];
  writeFileSync(path.join(folder, 'logs', 'host.log'), `${lines.join('\n')}\n`, { flag: 'a' });
}

test('the bundle says what helps', () => {
  expect(JSON.parse(text)).toMatchObject({
    program: { version: '1.2.3', host: 'web', node: process.versions.node },
    machine: { platform: process.platform, arch: process.arch },
    settings: { language: 'kk', backup: { when: { kind: 'daily', hour: 20 }, rehearse: 'auto' } },
    journal: { byType: { fonds: 1, tag: 1, document: 2, archive: 1, person: 2 }, verify: { ok: true } },
    vault: {
      objects: 1,
      openBatches: 1,
      quickVerify: { isDeclared: true, checked: 1, unsoundInventories: 0 },
    },
    queue: { jobs: [{ kind: 'backup', state: 'failed', code: 'BACKUP_TARGET_FULL' }], imports: { done: 1 } },
    backups: [{ last: { files: 3 }, rehearsed: null }],
    lastStart: { event: 'host.started', journal: 12, ms: 31 },
  });
  const { log } = JSON.parse(text) as { log: Record<string, unknown>[] };
  expect(log.find(({ event }) => event === 'call.failed')).toMatchObject({
    call: 'journal.commit',
    stack: [expect.stringMatching(/^collect\.test\.ts:\d+$/), expect.anything()],
  });
});

test.each(TOLD)('and never %s', (word) => {
  expect(text).not.toContain(word);
});

test('nor any place, machine or user, nor a letter that is not of the program', () => {
  const own = [folder, top, tmpdir(), userInfo().homedir].filter((word) => word.length > 2);
  for (const word of own) expect(text).not.toContain(word);
  const words = new Set(text.split(/[^\p{L}\p{N}.-]+/u));
  expect(words.has(hostname())).toBe(false);
  expect(text).not.toMatch(/[^\p{ASCII}]/u);
});

test('a line of the log is let through by lists and not by guessing', () => {
  const line = (entry: object) => shapeOfLogLine(JSON.stringify(entry));
  expect(line({ at: '2026-11-22T09:00:00.000Z', level: 'info', event: 'host.started', ms: 3 })).toEqual({
    at: '2026-11-22T09:00:00.000Z',
    level: 'info',
    event: 'host.started',
    ms: 3,
  });
  expect(
    line({ message: 'x', trouble: { path: '/a' }, code: 'DISK_FULL', path: 'ABC', reason: 'ENOSPC' }),
  ).toEqual({
    code: 'DISK_FULL',
    reason: 'ENOSPC',
  });
  expect(shapeOfLogLine('words')).toBeNull();
});

test.each([
  ['/home/aigerim/Qoima', '/[4]/[7]/[5]'],
  ['E:\\Қор\\2026', 'X:\\[3]/[4]'],
  ['\\\\server\\share', '\\\\[6]/[5]'],
  ['relative/x', '[8]/[1]'],
])('a path is told by its shape: %s', (given, shape) => {
  expect(shapeOfPath(given)).toBe(shape);
});
