import { expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { HostClient } from '../../../shared/rpc/host-client.ts';
import { collectChosen, isSystemFile } from './collect-files.ts';
import { sendFiles } from './send-files.ts';

const IMPORT = '01890a5d-ac96-774b-bcce-b302099a8057';

const roomy = { free: 9e9, needs: 1e6, left: 8e9, level: 'fine', fits: true };
const diskOf =
  (forecast: object, levels: string[] = []) =>
  (method: string) =>
    ok(method === 'disk.forecast' ? forecast : { level: levels.shift() ?? 'fine' });

/** A host that notes calls and puts; `answerPut` decides what becomes of a file, `answerDisk` how much room there is. */
function noteHost(
  answerPut: (path: string) => Result<null, string> = () => ok(null),
  answerDisk: (method: string) => Result<unknown, string> = diskOf(roomy),
) {
  const calls: string[] = [];
  const puts: string[] = [];
  let inFlight = 0;
  let most = 0;
  const host = {
    async call(method: string, input: { files?: unknown[] }) {
      if (method.startsWith('disk.')) return answerDisk(method);
      calls.push(input.files === undefined ? method : `${method}:${input.files.length}`);
      return ok(method === 'import.begin' ? { import: IMPORT } : { first: 0 });
    },
    on: () => () => undefined,
    async put(path: string) {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await Promise.resolve();
      inFlight -= 1;
      puts.push(path);
      return answerPut(path);
    },
  } as unknown as HostClient;
  return { host, calls, puts, most: () => most };
}

const files = (count: number) =>
  collectChosen(Array.from({ length: count }, (_, i) => new File(['x'], `${i}.tif`)));
const send = (host: HostClient, count: number, signal = new AbortController().signal) =>
  sendFiles({ ...files(count), parent: null }, { host, signal, onProgress: () => undefined });

it('announces all files, sends each once, a few at a time, and finishes', async () => {
  const { host, calls, puts, most } = noteHost();
  expect(await send(host, 10)).toEqual(ok(IMPORT));
  expect(calls).toEqual(['import.begin', 'import.expect:10', 'import.finish']);
  expect(new Set(puts).size).toBe(10);
  expect(most()).toBe(3);
});

it('goes on after a file that the host refuses', async () => {
  const { host, puts } = noteHost((path) => (path.endsWith('/1') ? fail('BROKEN') : ok(null)));
  expect((await send(host, 5)).ok).toBe(true);
  expect(puts).toHaveLength(5);
});

it('stops when a file is too large for the disk, and says so', async () => {
  const { host, puts, calls } = noteHost((path) => (path.endsWith('/1') ? fail('DISK_FULL') : ok(null)));
  expect(await send(host, 100)).toMatchObject({ ok: false, code: 'DISK_FULL' });
  expect(puts.length).toBeLessThan(10);
  expect(calls.at(-1)).toBe('import.finish');
});

it('waits while there is no room, and sends the same file again', async () => {
  const refusals = ['DISK_LOW', 'DISK_FULL'];
  const { host, puts, calls } = noteHost(
    (path) => {
      const code = path.endsWith('/1') ? refusals.shift() : undefined;
      return code === undefined ? ok(null) : fail(code);
    },
    diskOf(roomy, ['full', 'short', 'full', 'low']),
  );
  expect(await send(host, 4)).toEqual(ok(IMPORT));
  expect(puts.filter((path) => path.endsWith('/1'))).toHaveLength(3);
  expect(calls.at(-1)).toBe('import.finish');
});

it('does not begin what the disk cannot hold, and says what is needed', async () => {
  const { host, calls } = noteHost(undefined, diskOf({ ...roomy, needs: 12e9, fits: false }));
  expect(await send(host, 4)).toEqual(fail('DISK_WILL_NOT_FIT', { needs: '12.0', free: '9.0' }));
  expect(calls).toEqual([]);
});

it('cancels on the host when a person cancels', async () => {
  const { host, calls, puts } = noteHost();
  await send(host, 5, AbortSignal.abort());
  expect(calls.at(-1)).toBe('import.cancel');
  expect(puts).toEqual([]);
});

it('sorts scans by their numbers and leaves files of the system out', () => {
  const names = ['scan 10.tif', 'scan 2.tif', 'Thumbs.db', '._scan 2.tif'];
  const collected = collectChosen(names.map((name) => new File(['x'], name)));
  expect(collected.files.map(({ path }) => path)).toEqual(['scan 2.tif', 'scan 10.tif']);
  expect(collected.source).toBe('scan 10.tif … +1');
  expect(isSystemFile('папка/.DS_Store')).toBe(true);
});
