/** One side of the contender: `FOLDER durable|usual serve DATA` prints its address, `… replicate DATA ADDRESS COUNT` its figures. */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo, Server } from 'node:net';
import path from 'node:path';
import { generateArchive } from '../../fixtures/generate-archive.ts';
import { round } from '../figures.ts';

/** What we use of it; it brings no types of its own. */
type Pouch = {
  bulkDocs(documents: readonly object[]): Promise<unknown>;
  readonly replicate: { to(other: Pouch, options: object): Promise<unknown> };
  info(): Promise<{ readonly doc_count: number }>;
};
type PouchClass = { new (name: string): Pouch; defaults(options: object): PouchClass };

/** The fastest that its users report: larger batches than the default of 100. */
const BATCH = { batch_size: 1000, batches_limit: 10 };

const [folder = '', keeping = '', role = '', data = '', address = '', count = ''] = process.argv.slice(2);
const installed = createRequire(path.join(folder, 'package.json'));
const PouchDB = installed('pouchdb') as PouchClass;
mkdirSync(data, { recursive: true });
const Here = PouchDB.defaults({
  prefix: `${data}/`,
  ...(keeping === 'durable' ? { db: syncedLevel() } : {}),
});

if (role === 'serve') {
  const express = installed('express') as () => {
    use(handler: unknown): void;
    listen(port: number, host: string): Server;
  };
  const pouchServer = installed('express-pouchdb') as (pouch: PouchClass, options: object) => unknown;
  const app = express();
  app.use(pouchServer(Here, { inMemoryConfig: true, logPath: path.join(data, 'log.txt') }));
  const server = app.listen(0, '127.0.0.1');
  server.on('listening', () =>
    process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`),
  );
} else {
  const figures = await replicate(Number(count));
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  process.exit(0);
}

type Level = Record<'_batch' | '_put' | '_del', (...input: unknown[]) => unknown>;

/** Its store, but for one thing: every write is on the disk before it counts as done. */
function syncedLevel(): unknown {
  const level = installed('leveldown') as ((location: string) => Level) & Record<string, unknown>;
  const open = (location: string): Level => {
    const db = level(location);
    for (const write of ['_batch', '_put', '_del'] as const) {
      const before = db[write].bind(db);
      db[write] = (...input) =>
        before(...input.map((one) => (isOptions(one) ? { ...one, sync: true } : one)));
    }
    return db;
  };
  return Object.assign(open, level);
}

/** Keys and values are texts and buffers there, batches lists, callbacks functions. */
function isOptions(input: unknown): input is object {
  return typeof input === 'object' && input !== null && Object.getPrototypeOf(input) === Object.prototype;
}

async function replicate(wanted: number): Promise<object> {
  const local = new Here('units');
  const documents: object[] = [];
  for (const { id, t, f } of generateArchive({ units: wanted })) {
    if (documents.length === wanted) break;
    documents.push({ _id: id, t, ...f });
  }
  for (let i = 0; i < documents.length; i += 1000) await local.bulkDocs(documents.slice(i, i + 1000));
  const remote = new PouchDB(`${address}/units`);
  const pushed = await seconds(() => local.replicate.to(remote, BATCH));
  const fresh = new Here('units-pulled');
  const pulled = await seconds(() => remote.replicate.to(fresh, BATCH));
  for (const each of [remote, fresh]) {
    const { doc_count: here } = await each.info();
    if (here !== documents.length) throw new Error(`${here} of ${documents.length} documents came`);
  }
  return {
    documents: documents.length,
    pushPerSecond: round(documents.length / pushed),
    pullPerSecond: round(documents.length / pulled),
  };
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
