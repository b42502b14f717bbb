import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCaller } from './caller.ts';
import { startThread } from './thread.ts';
import { startService } from './thread-service.ts';

type Calls = {
  echo(input: unknown): unknown;
  uncopyable(input: null): unknown;
  uncopyableTrouble(input: null): never;
  die(input: null): never;
  silence(input: null): string;
  lasting(input: null): null;
  close(input: null): null;
};

let folder: string;
let module: URL;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-thread-'));
  module = pathToFileURL(path.join(folder, 'a-thread.ts'));
  const here = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);
  writeFileSync(
    module,
    `import { writeFileSync } from 'node:fs';
     import { threadPort } from ${here('./thread.ts')};
     import { serveCalls } from ${here('./serve.ts')};
     import { TroubleError } from ${here('../../shared/result.ts')};
     serveCalls(threadPort(), {
       echo: (input) => input,
       uncopyable: () => () => 'a function',
       uncopyableTrouble: () => { throw new TroubleError('ODD', { why: () => 1 }); },
       die: () => { setTimeout(() => { throw new Error('the thread is ill'); }, 0); return new Promise(() => {}); },
       silence: () => new Promise(() => {}),
       lasting: () => { setTimeout(() => writeFileSync(${JSON.stringify(path.join(folder, 'last'))}, 'done'), 200); },
       close: () => null,
     });`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start() {
  return createCaller<Calls>(startThread(module, null), 10_000);
}

test('an answer that cannot be copied is told, and the thread goes on', async () => {
  const caller = start();
  const { calls } = caller;
  await expect(calls.uncopyable(null)).rejects.toThrow('could not be cloned');
  await expect(calls.uncopyableTrouble(null)).rejects.toThrow('could not be cloned');
  expect(await calls.echo('still here')).toBe('still here');
  caller.kill();
});

test('an input that cannot be copied is refused at once, and nothing waits for it', async () => {
  const caller = start();
  const { calls } = caller;
  await expect(calls.echo(() => 1)).rejects.toThrow('could not be cloned');
  expect(await calls.echo('still here')).toBe('still here');
  caller.kill();
});

test('a silent call ends with its deadline', async () => {
  const caller = start();
  const { calls } = caller;
  await expect(calls.silence(null, { deadlineMs: 20 })).rejects.toMatchObject({
    code: 'DEADLINE',
    details: { call: 'silence', ms: 20 },
  });
  caller.kill();
});

test('a thread that dies ends open and later calls with its last words, and tells late listeners too', async () => {
  const caller = start();
  const { calls } = caller;
  const gone = { code: 'WORKER_GONE', details: { reason: 'the thread is ill' } };
  await Promise.all([
    expect(calls.silence(null)).rejects.toMatchObject(gone),
    expect(calls.die(null)).rejects.toMatchObject(gone),
  ]);
  await expect(calls.echo(1)).rejects.toMatchObject(gone);
  expect(await new Promise((resolve) => caller.onExit(resolve))).toBe('the thread is ill');
});

test('a service that is closed ends its work and then its thread, and that is no fall', async () => {
  const falls: string[] = [];
  const service = startService<Calls>({
    url: module,
    data: null,
    deadlineMs: 10_000,
    onFall: (why) => falls.push(why),
  });
  await service.calls.lasting(null);
  await service.close();
  expect(existsSync(path.join(folder, 'last'))).toBe(true);
  await expect(service.calls.echo(1)).rejects.toMatchObject({ code: 'WORKER_GONE' });
  await service.close();
  expect(falls).toEqual([]);
});

test('a service that falls says why, and can still be closed', async () => {
  const falls: string[] = [];
  const service = startService<Calls>({
    url: module,
    data: null,
    deadlineMs: 10_000,
    onFall: (why) => falls.push(why),
  });
  await expect(service.calls.die(null)).rejects.toMatchObject({ code: 'WORKER_GONE' });
  await service.close();
  expect(falls).toEqual(['the thread is ill']);
});
