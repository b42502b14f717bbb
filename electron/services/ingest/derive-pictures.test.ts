/** In which order pictures are made, and what becomes of those that cannot be. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fail, ok } from '../../../shared/result.ts';
import { createAttention } from '../jobs/attention.ts';
import type { JobsCalls, NewFile } from '../jobs/jobs-calls.ts';
import { createJobsStore } from '../jobs/jobs-store.ts';
import type { JobTurn } from '../jobs/job-kind.ts';
import { createDeriveKind } from './derive-pictures.ts';
import type { IngestContext } from './ingest-context.ts';
import { createIntake } from './intake.ts';
import type { PictureCache } from './picture-cache.ts';

let folder: string;
let store: JobsCalls;
let made: string[];
const attention = createAttention();

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-derive-'));
  store = createJobsStore();
  store.open({ path: path.join(folder, 'jobs.db'), now: 1 });
  made = [];
  for (const id of ['one', 'two']) {
    store.addImport({ id, source: id, begun: '2026-01-01T00:00:00.000Z', parent: null, state: 'done' });
    const files = [0, 1, 2].map((no): NewFile => ({
      no,
      path: `${no}.tif`,
      size: 1,
      batch: 'b',
      place: 'a',
      bound: null,
    }));
    store.addFiles({ import: id, files });
    for (const { no } of files)
      store.changeFile({ import: id, no, change: { state: 'stored', sha256: `${id}${no}`, pages: 1 } });
  }
});
afterEach(() => {
  attention.attend('w', []);
  store.close(null);
  rmSync(folder, { recursive: true, force: true });
});

function open(prepare: (sha256: string) => string | null, mayDerive: (id: string) => boolean = () => true) {
  const calls = new Proxy(store, {
    get: (target, name: keyof JobsCalls) => async (input: never) =>
      (target[name] as (given: never) => unknown)(input),
  });
  const context = {
    store: calls,
    intake: createIntake(),
    changed: () => undefined,
  } as unknown as IngestContext;
  const cache = {
    async prepare(sha256: string) {
      const code = prepare(sha256);
      if (code === null) made.push(sha256);
      return code === null ? ok(null) : fail(code);
    },
  } as unknown as PictureCache;
  return createDeriveKind(context, cache, { attention, mayDerive });
}

const run = (kind: ReturnType<typeof open>, payload: object | string, turn?: Partial<JobTurn>) =>
  kind.run({ id: 'job', payload: payload as string }, new AbortController().signal, () => undefined, {
    giveWay: () => false,
    ...turn,
  } as JobTurn);

test('what somebody looks at comes first, also of another import whose turn it is not', async () => {
  attention.attend('w', ['two1', 'one2']);
  await run(
    open(() => null),
    'one',
  );
  expect(made).toEqual(['two1', 'one2', 'one0', 'one1']);
  await run(
    open(() => null),
    'two',
  );
  expect(made.slice(4)).toEqual(['two0', 'two2']);
});

test('what rests is not made for being looked at', async () => {
  attention.attend('w', ['two1']);
  await run(
    open(
      () => null,
      (id) => id === 'one',
    ),
    'one',
  );
  expect(made).toEqual(['one0', 'one1', 'one2']);
});

test('it makes room between two pictures and goes on where it was', async () => {
  expect(
    await run(
      open(() => null),
      'one',
      { giveWay: () => made.length === 1 },
    ),
  ).toBe('waiting');
  expect(
    await run(
      open(() => null),
      'one',
    ),
  ).toBe('done');
  expect(made).toEqual(['one0', 'one1', 'one2']);
});

test('what failed is said with its reason, and gone over again by itself', async () => {
  const failed: string[] = [];
  const noted = {
    failed: async ({ key, name, code }: { key: string; name: string; code: string }) =>
      void failed.push(`${key} ${name} ${code}`),
  };
  const kind = open((sha256) => (sha256 === 'one1' ? 'TOO_LARGE' : null));
  await run(kind, 'one', noted);
  expect(failed).toEqual(['1 1.tif TOO_LARGE']);
  expect(store.file({ import: 'one', no: 1 })?.warnings).toEqual(['NO_PICTURE']);
  const again = open(() => null);
  await run(again, again.again?.('one', ['1']) as object);
  expect(made).toEqual(['one0', 'one2', 'one1']);
  expect(store.file({ import: 'one', no: 1 })?.warnings).toEqual([]);
});
