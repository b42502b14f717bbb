import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCaller, type Caller } from './caller.ts';
import { startForked } from './child.ts';
import type { TroubleError } from '../../shared/result.ts';

type Calls = {
  size(bytes: Uint8Array): { size: number; pid: number };
  spin(input: null): never;
  die(input: null): never;
  say(input: null): null;
  reserve(mb: number): number;
};

let folder: string;
let module: URL;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-child-'));
  module = pathToFileURL(path.join(folder, 'a-child.ts'));
  const here = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);
  writeFileSync(
    module,
    `import { childPort } from ${here('./child.ts')};
     import { serveCalls } from ${here('./serve.ts')};
     const kept = [];
     serveCalls(childPort(), {
       size: (bytes) => ({ size: bytes.byteLength, pid: process.pid }),
       spin: () => { for (;;); },
       die: () => process.abort(),
       say: () => { console.log('words'); return null; },
       reserve: (mb) => { kept.push(Buffer.alloc(mb * 2 ** 20, 1)); return kept.length; },
     });`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(): Caller<Calls> {
  return createCaller<Calls>(startForked(module, { memoryMb: 300 }), 10_000);
}

test('a child answers, knows its process and takes bytes as bytes', async () => {
  const child = start();
  const answer = await child.calls.size(new Uint8Array(1000));
  expect(answer).toEqual({ size: 1000, pid: child.pid });
  child.kill();
});

test('a child that hangs in a loop can be killed, and its calls end', async () => {
  const child = start();
  const call = child.calls.spin(null, { deadlineMs: 0 });
  await child.calls.size(new Uint8Array(1), { deadlineMs: 1 }).catch(() => undefined);
  child.kill();
  await expect(call).rejects.toMatchObject({ code: 'WORKER_GONE', details: { reason: 'SIGKILL' } });
});

test('a child that crashes says why, and later calls are refused', async () => {
  const child = start();
  const error = (await child.calls.die(null).catch((trouble: unknown) => trouble)) as TroubleError;
  expect(error.code).toBe('WORKER_GONE');
  expect(error.details?.['reason']).toMatch(/^SIGABRT/);
  await expect(child.calls.size(new Uint8Array(1))).rejects.toMatchObject({ code: 'WORKER_GONE' });
});

test('an end that came before one listened is told all the same', async () => {
  const port = startForked(module, { memoryMb: 300 });
  await new Promise<void>((resolve) => {
    port.onExit(() => resolve());
    port.kill();
  });
  expect(await new Promise((resolve) => port.onExit(resolve))).toBe('SIGKILL');
});

// Only prlimit bounds what a process may reserve.
test.runIf(process.platform === 'linux' && existsSync('/usr/bin/prlimit'))(
  'a child cannot reserve memory without bound',
  async () => {
    const child = start();
    const reserving = child.calls.reserve(3000);
    await expect(reserving).rejects.toThrow(/allocat|WORKER_GONE/i);
    child.kill();
  },
);

// Elsewhere nothing ties it to its starter: a child that hangs is ended by its own starter only.
test.runIf(process.platform === 'linux')(
  'a child that hangs does not outlive a starter that was killed',
  async () => {
    const script = path.join(folder, 'starter.ts');
    writeFileSync(
      script,
      `import { startForked } from ${JSON.stringify(new URL('./child.ts', import.meta.url).href)};
     const port = startForked(new URL(${JSON.stringify(module.href)}), { memoryMb: 300 });
     port.onMessage(() => { port.post({ id: 2, name: 'spin', input: null }); console.log(port.pid); });
     port.post({ id: 1, name: 'size', input: new Uint8Array(1) });`,
    );
    const starter = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(starter.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    expect(isAlive(pid)).toBe(true);
    starter.kill('SIGKILL');
    while (isAlive(pid)) await wait(10);
  },
);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
