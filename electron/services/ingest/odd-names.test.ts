import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScan } from '../../../test/fixtures/make-scan.ts';
import { inPieces, openTestIngest, type TestIngest } from '../../../test/fixtures/open-ingest.ts';
import { viewOf } from '../../../shared/sync/view.ts';

let folder: string;
let archive: TestIngest;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-names-'));
  archive = await openTestIngest(folder);
});
afterEach(async () => {
  await archive.close();
  rmSync(folder, { recursive: true, force: true });
});

const NAMES = [
  'plain.png',
  '/',
  '\\\\',
  'a//b.png',
  'folder/',
  '.',
  '..',
  '../../above.png',
  'C:\\Scans\\1.png',
  'batch.json',
  'nul\u0000byte.png',
  'lone\ud800surrogate.png',
  `${'\u{1f4dc}'.repeat(700)}.png`,
  `${'қ'.repeat(300)}.png`,
  'й.png',
  'й.png',
  'same.png',
  'same.png',
  'SAME.PNG',
  'con',
  ' space .png ',
  'line\nbreak.png',
  `${'deep/'.repeat(300)}x.png`,
];

test('whatever a file is called, it is stored once and written to the journal', async () => {
  const { services } = archive.ingest;
  const { import: id } = await services['import.begin']({ source: 's', parent: null });
  const scans = await Promise.all(NAMES.map((_, at) => makeScan(`n ${at}`)));
  await services['import.expect']({
    import: id,
    files: NAMES.map((name, at) => ({ path: name, size: scans[at]?.length ?? 0 })),
  });
  for (const [no, scan] of scans.entries()) {
    expect(await archive.ingest.putFile(id, no, inPieces(scan))).toMatchObject({ ok: true });
  }
  await services['import.finish']({ import: id });
  await archive.ingest.idle();
  const { report } = await archive.report(id);
  expect(report).toMatchObject({ state: 'done', stored: NAMES.length });
  const { states } = await archive.journal.states({ after: null, limit: 1000 });
  expect(states.map(viewOf).filter(({ t }) => t === 'document')).toHaveLength(NAMES.length);
  expect((await archive.journal.verify()).ok).toBe(true);
});
