import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makePdf } from '../../../test/fixtures/make-pdf.ts';
import { makeScan } from '../../../test/fixtures/make-scan.ts';
import { makeTiff } from '../../../test/fixtures/make-tiff.ts';
import { openTestIngest } from '../../../test/fixtures/open-ingest.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import { takeLock } from '../../services/lock.ts';
import { run } from './import.ts';

let folder: string;
let data: string;
let scans: string;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-import-cli-'));
  data = path.join(folder, 'data');
  scans = path.join(folder, 'scans');
  mkdirSync(path.join(scans, 'sub'), { recursive: true });
  writeFileSync(path.join(scans, 'a.png'), await makeScan('a'));
  writeFileSync(path.join(scans, 'sub', 'b.tif'), makeTiff());
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function importing(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    dataFolder: data,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

test('takes folders in with everything below them, and reports on every file', async () => {
  writeFileSync(path.join(scans, 'letter.txt'), 'dear archive');
  writeFileSync(path.join(scans, 'sub', 'c.pdf'), makePdf());
  symlinkSync('/etc', path.join(scans, 'link'));
  const { code, out, err } = await importing(scans, path.join(folder, 'missing'), '--json');
  expect(code).toBe(1);
  const report = JSON.parse(out) as { files: { path: string; state: string; code?: string }[] };
  expect(report).toMatchObject({ state: 'done', seen: 5, stored: 3, known: 0, refused: 2, open: 0 });
  expect(report.files.map(({ path, state, code }) => [path, code ?? state])).toEqual([
    ['scans/a.png', 'stored'],
    ['scans/letter.txt', 'NO_SCAN_BESIDE'],
    ['scans/sub/b.tif', 'stored'],
    ['scans/sub/c.pdf', 'stored'],
    ['missing', 'UNREADABLE'],
  ]);
  expect(err).toContain('link');

  const again = await importing(path.join(scans, 'a.png'));
  expect(again.code).toBe(0);
  expect(again.out).toContain('Seen 1 = stored 0 + known 1 + refused 0 + open 0');
});

test('puts them into the unit that a reference code or an id names', async () => {
  const at = '01900000-0000-7000-8000-00000000000';
  const archive = await openTestIngest(data);
  const record = (no: number, type: string, parent: number, number: object) =>
    newRecord(`${at}${no}`, type, {
      parent: parent === 0 ? null : `${at}${parent}`,
      number: number as { num: number },
    });
  await archive.journal.commit(
    {
      id: `${at}9`,
      command: 'record.create',
      edits: [
        record(1, 'fonds', 0, { prefix: 'Р', num: 5 }),
        record(2, 'inventory', 1, { num: 1 }),
        record(3, 'unit', 2, { num: 123 }),
        record(4, 'inventory', 1, { num: 2 }),
        record(5, 'unit', 4, { num: 123 }),
        record(6, 'unit', 4, { num: 123 }),
      ],
    },
    'window',
  );
  await archive.close();
  expect((await importing(path.join(scans, 'a.png'), '--into', 'Ф. Р-5. Оп. 1. Д. 123')).code).toBe(0);
  expect((await importing(path.join(scans, 'sub'), `--into=${at}5`)).code).toBe(0);
  expect(await importing(scans, '--into', 'Р-5/2/123')).toMatchObject({
    code: 2,
    err: expect.stringContaining('More than one') as string,
  });
  expect((await importing(scans, '--into', 'Р-5/3/1')).err).toContain('no unit');
  expect((await importing(scans, '--into', 'nonsense')).err).toContain('neither');
  expect((await importing(scans, '--into', `${at}1`)).err).toContain('unit or a volume');

  const opened = await openTestIngest(data);
  const { states } = await opened.journal.states({ after: null, limit: 1000 });
  await opened.close();
  const parents = states
    .map(viewOf)
    .flatMap((view) => (view.t === 'document' ? [view.values['parent']] : []));
  expect(new Set(parents)).toEqual(new Set([`${at}3`, `${at}5`]));
});

test('is refused plainly while a host holds the data folder', async () => {
  const lock = takeLock(data, {
    host: 'web',
    address: 'http://127.0.0.1:4747',
    since: new Date().toISOString(),
  });
  try {
    const { code, err } = await importing(scans);
    expect(code).toBe(2);
    expect(err).toContain('running at http://127.0.0.1:4747');
  } finally {
    lock.release();
  }
});

test('says how it is used', async () => {
  for (const args of [[], ['--into'], ['--fast', 'x'], ['--json']]) {
    expect(await importing(...args)).toMatchObject({
      code: 2,
      err: expect.stringContaining('Usage') as string,
    });
  }
});

test('binds files to units by their names: a dry run first, missing units only when that is said', async () => {
  const at = '01900000-0000-7000-8000-00000000000';
  const archive = await openTestIngest(data);
  await archive.journal.commit(
    {
      id: `${at}9`,
      command: 'record.create',
      edits: [
        newRecord(`${at}1`, 'fonds', { parent: null, number: { num: 5 } }),
        newRecord(`${at}2`, 'inventory', { parent: `${at}1`, number: { num: 1 } }),
        newRecord(`${at}3`, 'unit', { parent: `${at}2`, number: { num: 123 }, leafCount: 3 }),
      ],
    },
    'window',
  );
  await archive.close();
  const batch = path.join(folder, 'batch');
  mkdirSync(batch);
  const names = [
    '0005_001_00123_001',
    '0005_001_00123_001об',
    '0005_001_00123_003',
    '0005_001_00124_1',
    'обложка',
  ];
  for (const name of names) writeFileSync(path.join(batch, `${name}.png`), await makeScan(name));

  const dry = await importing(batch, '--pattern', 'auto', '--dry-run', '--json');
  expect(dry.code).toBe(1);
  expect(JSON.parse(dry.out)).toMatchObject({
    pattern: '{fonds}_{inventory}_{unit}_{leaf}',
    sum: { seen: 5, bound: 3, missing: 1, ambiguous: 0, leftOut: 1, twice: 0, taken: 0, holes: 1 },
    wouldMake: { fonds: 0, inventories: 0, units: 1 },
    units: [
      { code: 'Ф. 5. Оп. 1. Д. 123', state: 'there', holes: '2' },
      { code: 'Ф. 5. Оп. 1. Д. 124', state: 'missing' },
    ],
    leftOut: [{ path: 'batch/обложка.png', code: 'NO_MATCH' }],
  });

  const first = await importing(batch, '--pattern', '{fonds}_{inventory}_{unit}_{leaf}', '--json');
  expect(JSON.parse(first.out)).toMatchObject({ seen: 5, stored: 3, known: 0, refused: 2, open: 0 });
  expect((JSON.parse(first.out) as { files: { code?: string }[] }).files.map(({ code }) => code)).toEqual([
    undefined,
    undefined,
    undefined,
    'NO_UNIT',
    'NO_MATCH',
  ]);
  const second = await importing(batch, '--pattern', 'auto', '--make-units');
  expect(second.out).toContain('Seen 5 = stored 1 + known 3 + refused 1 + open 0 (done)');
  expect(second.out).toContain(`unit\t${at}3\tSeen 3 = stored 0 + known 3 + refused 0`);

  // What is left goes to the unit in the order of the names, numbered on.
  const left = path.join(batch, 'обложка.png');
  const third = await importing(left, '--unit', '5/1/124', '--first-leaf', '2');
  expect(third.out).toContain('Seen 1 = stored 1');
  const dryAgain = await importing(batch, '--pattern', 'auto', '--dry-run');
  expect(dryAgain.out).toContain('3 leaves have a picture');
  expect((await importing(batch, '--pattern', '{unit}{leaf}')).err).toContain('need something between them');
});
