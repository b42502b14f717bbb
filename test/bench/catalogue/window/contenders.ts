/** `globalThis.contenders`: search engines in workers of this page, over the entries of this profile's catalogue copy. */
import type { EngineName } from './engines.ts';
import type { Order, Times } from './contender-worker.ts';

const workers = new Map<string, Worker>();

function ask<T>(name: string, order: Order): Promise<T> {
  const worker = workers.get(name);
  if (worker === undefined) return Promise.reject(new Error(`no worker ${name}`));
  return new Promise((resolve, reject) => {
    worker.addEventListener(
      'message',
      ({ data }: MessageEvent<{ value: T; error?: string }>) => {
        if (data.error === undefined) resolve(data.value);
        else reject(new Error(data.error));
      },
      { once: true },
    );
    worker.postMessage(order);
  });
}

/** The newest copy of the catalogue in this profile. */
async function newestCopy(): Promise<{ archive: string; generation: number }> {
  const names = (await indexedDB.databases()).map(({ name }) => /^qoima-(.+)-g(\d+)$/u.exec(name ?? ''));
  const copies = names.flatMap((match) =>
    match === null ? [] : [{ archive: match[1] ?? '', generation: Number(match[2]) }],
  );
  const newest = copies.sort((a, b) => b.generation - a.generation)[0];
  if (newest === undefined) throw new Error('there is no copy of the catalogue');
  return newest;
}

const contenders = {
  /** Starts a worker of this name and reads the entries into it. */
  async open(name: string): Promise<{ count: number; ms: number }> {
    workers.set(
      name,
      new Worker(new URL('./contender-worker.ts', import.meta.url), { type: 'module', name }),
    );
    return ask(name, { kind: 'read', ...(await newestCopy()) });
  },
  entries: (name: string, from: number, count: number) =>
    ask<string[]>(name, { kind: 'entries', from, count }),
  /** Milliseconds that indexing the entries took. */
  build: (name: string, engine: EngineName) => ask<number>(name, { kind: 'build', engine }),
  forget: (name: string) => ask<null>(name, { kind: 'forget' }),
  query: (name: string, texts: readonly string[], repeats: number, limit: number) =>
    ask<Times>(name, { kind: 'query', texts, repeats, limit }),
  close(name: string): void {
    workers.get(name)?.terminate();
    workers.delete(name);
  },
};
export type Contenders = typeof contenders;
Object.assign(globalThis, { contenders });
