/** Memory of the parts of Qoima: JavaScript heaps after a collection, and resident sets of processes. */
import type { Browser, CDPSession, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';

const MIB = 2 ** 20;

/** The window's own heap, without its workers, in MiB. */
export async function windowHeap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = (await session.send('Runtime.getHeapUsage')) as Heap;
  await session.detach();
  return (usedSize + backingStorageSize) / MIB;
}

type Heap = { usedSize: number; backingStorageSize?: number };

/**
 * The heap of the worker whose script has `name` in its address, in MiB, with the buffers of its arrays. A worker is a
 * target inside the page's; what is said to it goes through the page's session, wrapped.
 */
export async function workerHeap(page: Page, name: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const attached = new Promise<string>((resolve) => {
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker' && targetInfo.url.includes(name)) resolve(sessionId);
    });
  });
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  const heap = await heapThrough(session, await attached);
  await session.detach();
  return (heap.usedSize + (heap.backingStorageSize ?? 0)) / MIB;
}

async function heapThrough(session: CDPSession, sessionId: string): Promise<Heap> {
  const answers = new Map<number, (result: unknown) => void>();
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message) as { id: number; result: unknown };
    answers.get(id)?.(result);
  });
  const send = (id: number, method: string): Promise<unknown> =>
    new Promise((resolve) => {
      answers.set(id, resolve);
      void session.send('Target.sendMessageToTarget', {
        sessionId,
        message: JSON.stringify({ id, method }),
      });
    });
  await send(1, 'HeapProfiler.collectGarbage');
  return (await send(2, 'Runtime.getHeapUsage')) as Heap;
}

/** The largest resident set of the browser's renderer processes, in MiB: the one that holds window and workers. */
export async function rendererResident(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter((each) => each.type === 'renderer');
  return Math.max(0, ...renderers.map((each) => processMemory(each.id).residentMib));
}

/** Of one process: what is resident now, and the most that ever was. */
export function processMemory(pid: number): { residentMib: number; peakMib: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kib = (name: string): number =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`, 'u').exec(status)?.[1] ?? 0);
  return { residentMib: kib('VmRSS') / 1024, peakMib: kib('VmHWM') / 1024 };
}
