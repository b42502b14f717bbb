import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScan } from '../../../test/fixtures/make-scan.ts';
import { openTestIngest } from '../../../test/fixtures/open-ingest.ts';
import { must } from '../../../shared/must.ts';
import { setFields } from '../../../shared/sync/edits.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import { run } from './find.ts';

let folder: string;
let data: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-find-cli-'));
  data = path.join(folder, 'data');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function finding(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    dataFolder: data,
  };
  return { code: await run(args, io), out: out.join('\n'), err: err.join('\n') };
}

test(
  'pages with the words are listed by what they lie in; nothing found ends with 1',
  { timeout: 60_000 },
  async () => {
    const world = await openTestIngest(data);
    await world.finish(await world.send({ 'хат.png': await makeScan('a') }));
    const document = must((await world.documents())[0], 'the document');
    const [page] = (await world.journal.pages({ parent: document.id })).states.map(viewOf);
    const edit = setFields(must(page, 'its page'), { transcription: 'Ұлттық архивтің\u001B[2J қоры' });
    await world.journal.commit({ id: newId(), command: 'record.edit', edits: [edit] }, 'window');
    await world.close();

    const found = await finding('архив');
    expect(found).toEqual({
      code: 0,
      out: 'хат: 1 page\n  p. 1: Ұлттық архивтің [2J қоры\n1 page in 1 unit. Searched: 1 page.',
      err: '',
    });
    const told = await finding('архив', '--json', '--certain');
    expect(JSON.parse(told.out)).toMatchObject({
      total: { pages: 1, units: 1, certain: 1, uncertain: null },
      units: [{ unit: document.id, hits: [{ document: document.id, tier: 2 }] }],
    });
    expect((await finding('жоқсөз')).code).toBe(1);
  },
);

test('what is called wrongly, or has no data folder, ends with 2', async () => {
  expect((await finding()).err).toContain('Usage');
  expect((await finding('сөз', '--limit', 'көп')).code).toBe(2);
  expect((await finding('сөз', '--certain', '--uncertain')).code).toBe(2);
});
