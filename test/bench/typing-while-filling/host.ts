/**
 * The web host for this bench, as a process of its own: `node host.ts DATA WINDOW`, on `QOIMA_PORT`. Besides serving the window it
 * answers its parent: how late its main thread was, what each thread worked, and it writes pages as fast as its journal takes them.
 */
import { subscribe } from 'node:diagnostics_channel';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Worker } from 'node:worker_threads';
import { keepCompiled, useCompileCache } from '../../../electron/services/compile-cache.ts';
import { createWriting } from './host-writes.ts';

export type HostOrder =
  | { readonly kind: 'strain' }
  | { readonly kind: 'status' }
  | { readonly kind: 'readings'; readonly texts: string; readonly pages: number; readonly unit: string }
  | { readonly kind: 'searchable'; readonly edits: number; readonly unit: string };

/** Since the last time it was asked for. */
export type Strain = {
  /** How late the main thread came to what was due. */
  readonly mainLate: { readonly p99: number; readonly worst: number };
  /** Processor milliseconds of each thread, by the service that started it; the whole process too. */
  readonly cpuMs: Readonly<Record<string, number>>;
};

const MS = 1e6;
const DELAY_MS = 5;

const workers: { readonly name: string; readonly worker: Worker }[] = [];
const known = new Map<string, number>();
subscribe('worker_threads', (message) => {
  const name = /services\/(?<name>[\w-]+)\//u.exec(new Error('who').stack ?? '')?.groups?.['name'] ?? 'other';
  workers.push({ name, worker: (message as { readonly worker: Worker }).worker });
});

useCompileCache();
const { startWebHost } = await import('../../../electron/web-host/start-web-host.ts');
const [dataFolder = '', rendererFolder = ''] = process.argv.slice(2);
const web = await startWebHost({ dataFolder, rendererFolder });
const delays = monitorEventLoopDelay({ resolution: DELAY_MS });
delays.enable();
const writing = createWriting(web.host.services);
console.log(`Qoima: ${web.launchUrl('printed')}`);
keepCompiled();

process.on('message', ({ no, order }: { no: number; order: HostOrder }) => {
  answer(order).then(
    (value) => process.send?.({ no, value }),
    (error: unknown) => process.send?.({ no, error: error instanceof Error ? error.stack : String(error) }),
  );
});

function answer(order: HostOrder): Promise<unknown> {
  if (order.kind === 'strain') return strain();
  if (order.kind === 'status') return web.host.services['finding.status']({});
  return order.kind === 'readings' ? writing.readings(order) : writing.searchable(order);
}

async function strain(): Promise<Strain> {
  const mainLate = { p99: late(delays.percentile(99)), worst: late(delays.max) };
  delays.reset();
  const cpuMs: Record<string, number> = {};
  const add = (name: string, key: string, micros: number): void => {
    const before = known.get(key) ?? 0;
    known.set(key, micros);
    cpuMs[name] = (cpuMs[name] ?? 0) + Math.round((micros - before) / 1000);
  };
  const whole = process.cpuUsage();
  add('whole process', 'process', whole.user + whole.system);
  for (const [i, { name, worker }] of workers.entries()) {
    const used = await worker.cpuUsage().catch(() => null);
    if (used !== null) add(name, `${i}`, used.user + used.system);
  }
  return { mainLate, cpuMs };
}

/** What its timer itself takes is not late. */
function late(nanoseconds: number): number {
  return Math.max(0, Math.round(nanoseconds / MS - DELAY_MS));
}

const stop = (): void => void web.stop().then(() => process.exit(0));
process.on('SIGTERM', stop);
// The bench was killed: nobody is left to stop this.
process.on('disconnect', stop);
