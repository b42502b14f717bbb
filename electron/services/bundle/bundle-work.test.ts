/** A disk that stops answering, and a start that never comes to its end: nobody waits for either for ever. */
import { randomBytes } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { expect, test } from 'vitest';
import { must } from '../../../shared/must.ts';
import { sourceModules } from '../modules.ts';
import { bundleKinds, TAKE_JOB, WRITE_JOB } from './bundle-jobs.ts';
import { startBundleWork } from './bundle-work.ts';

const SILENT = thread('');
/** Answers what is asked at the beginning, and of a file tells that it moves, as often as its size says. */
const SLOW = thread(`parentPort.on('message', ({ id, name, input = {} }) => {
  if (name !== 'putFile') return void parentPort.postMessage({ id, ok: true, value: null });
  let left = input.size;
  const timer = setInterval(() => {
    if (left-- === 0) clearInterval(timer);
    else parentPort.postMessage({ event: 'moved', value: { of: input.sha256, bytes: 1 } });
    if (left < 0 && input.sha256 === 'whole') parentPort.postMessage({ id, ok: true, value: null });
  }, 20);
})`);

function thread(code: string): URL {
  const end = `parentPort.on('message', (message) => message === 'thread.end' && process.exit())`;
  const source = `import { parentPort } from 'node:worker_threads'; ${end}; ${code}`;
  return new URL(`data:text/javascript,${encodeURIComponent(source)}`);
}

const HEAD = {
  qoima: 'bundle',
  format: 1,
  id: newId(),
  archive: newId(),
  kind: 'work',
  from: newId(),
  created: '2026-11-22T10:00:00.000Z',
  key: 'k1',
} as const;

test('looking at a disk that does not answer ends in its time', async () => {
  const work = startBundleWork(SILENT, { askMs: 50, stillMs: 60_000 });
  const asked = work.read({ folder: '/nowhere', archive: HEAD.archive, keys: {}, signers: {} });
  await expect(asked).rejects.toMatchObject({ code: 'DEADLINE' });
  await work.end();
});

test('a file takes as long as its bytes move, tells of them, and ends when none does any more', async () => {
  const work = startBundleWork(SLOW, { askMs: 60_000, stillMs: 5000 });
  const writer = await work.write({ folder: '/x', head: HEAD, key: randomBytes(32), sign: () => '' });
  let moved = 0;
  const tell = (bytes: number) => void (moved += bytes);
  await writer.putFile({ sha256: 'whole', size: 8, source: '/y' }, tell);
  expect(moved).toBe(8);
  await work.end();

  const stuck = startBundleWork(SLOW, { askMs: 60_000, stillMs: 200 });
  const other = await stuck.write({ folder: '/x', head: HEAD, key: randomBytes(32), sign: () => '' });
  await expect(other.putFile({ sha256: 'stuck', size: 3, source: '/y' })).rejects.toMatchObject({
    code: 'DEADLINE',
  });
  await stuck.end();
});

test('a job that was taken up at a start that failed ends with it', { timeout: 10_000 }, async () => {
  const never = new Promise<never>(() => undefined);
  const kinds = bundleKinds({ archive: HEAD.archive, thread: sourceModules().bundleThread, parts: never });
  const payload = { folder: '/nowhere', id: HEAD.id, created: HEAD.created, key: 'k1' };
  for (const [kind, given] of [
    [WRITE_JOB, payload],
    [TAKE_JOB, '/nowhere'],
  ] as const) {
    const found = must(
      kinds.find((each) => each.kind === kind),
      kind,
    );
    const stop = new AbortController();
    const running = found.run({ id: newId(), payload: given }, stop.signal, () => undefined);
    stop.abort();
    expect(await running).toBe('cancelled');
  }
});
