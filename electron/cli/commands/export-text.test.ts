import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScan } from '../../../test/fixtures/make-scan.ts';
import { openTestIngest } from '../../../test/fixtures/open-ingest.ts';
import { must } from '../../../shared/must.ts';
import { run } from './export-text.ts';

let folder: string;
let data: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-export-cli-'));
  data = path.join(folder, 'data');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function exporting(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    out: (line: string) => out.push(line),
    err: (line: string) => err.push(line),
    dataFolder: data,
  };
  const code = await run(args, {
    ...io,
    out: (line) => void io.out(line),
    err: (line) => void io.err(line),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

test('a document goes out as a PDF by its id, and says what it was', { timeout: 60_000 }, async () => {
  const world = await openTestIngest(data);
  await world.finish(await world.send({ 'a.png': await makeScan('a') }));
  const [document] = await world.documents();
  await world.close();
  const to = path.join(folder, 'out');
  const { id } = must(document, 'the document');
  const done = await exporting(id, '--format', 'pdf', '--to', to, '--json');
  expect(done.code).toBe(0);
  expect(JSON.parse(done.out)).toMatchObject({ pages: 1, withText: 0, troubles: [] });
  expect(readdirSync(to)).toEqual(['a.pdf']);
});

test('what is called wrongly, or is not there, ends with 2', { timeout: 60_000 }, async () => {
  const to = path.join(folder, 'out');
  expect((await exporting('Р-5/1/1', '--format', 'docx', '--to', to)).code).toBe(2);
  expect((await exporting('Р-5/1/1', '--format', 'pdf')).err).toContain('Usage');
  const missing = await exporting('Р-5/1/1', '--format', 'pdf', '--to', to);
  expect([missing.code, missing.err]).toEqual([2, 'There is no record Р-5/1/1.']);
});
