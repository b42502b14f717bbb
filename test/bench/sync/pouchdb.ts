/**
 * The contender of the sync bench: PouchDB 9 with its server, express-pouchdb, each in a process of its own. They are installed for
 * the bench alone, at pinned versions, into a folder beside the other caches: nobody else should have to install them.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { must } from '../../../shared/must.ts';
import { endsWithPart } from './worlds.ts';

const PACKAGES = ['pouchdb@9.0.0', 'express-pouchdb@4.2.0', 'express@4.21.2'];
const FOLDER = path.resolve('node_modules/.cache/qoima-pouchdb');
const CHILD = path.resolve(import.meta.dirname, 'pouchdb-child.ts');
const INSTALL_MS = 10 * 60_000;

type Measured = {
  readonly documents: number;
  readonly pushPerSecond: number;
  readonly pullPerSecond: number;
};
/** How it keeps its data: `durable` as ours, synced to the disk before a batch is confirmed, on both sides; `usual` as it comes. */
type Keeping = 'durable' | 'usual';

const USUAL_DOCUMENTS = 20_000;

/** In `folder`, which is there. */
export async function measurePouch(folder: string, documents: number): Promise<object> {
  await install();
  return {
    adapter: 'leveldb, batches of 1,000, ten at once, over HTTP from a process to a process',
    durable: await replicate(path.join(folder, 'durable'), 'durable', documents),
    usual: await replicate(path.join(folder, 'usual'), 'usual', Math.min(documents, USUAL_DOCUMENTS)),
  };
}

/** Pushes so many documents like units to an empty server and pulls them into an empty database. */
async function replicate(folder: string, keeping: Keeping, documents: number): Promise<Measured> {
  mkdirSync(folder, { recursive: true });
  const server = start([keeping, 'serve', path.join(folder, 'server')]);
  const close = endsWithPart(async () => server.kill());
  try {
    const address = await firstLine(server);
    const client = start([keeping, 'replicate', path.join(folder, 'client'), address, String(documents)]);
    endsWithPart(async () => client.kill());
    return JSON.parse(await firstLine(client)) as Measured;
  } finally {
    await close();
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
  }
}

async function install(): Promise<void> {
  if (existsSync(path.join(FOLDER, 'node_modules/express-pouchdb'))) return;
  mkdirSync(FOLDER, { recursive: true });
  const args = ['install', '--prefix', FOLDER, '--no-audit', '--no-fund', '--loglevel=error', ...PACKAGES];
  const npm = spawn('npm', args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: INSTALL_MS });
  const [code] = (await once(npm, 'exit')) as [number | null];
  if (code !== 0) throw new Error('PouchDB could not be installed for the comparison');
}

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [CHILD, FOLDER, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function firstLine(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: must(child.stdout, 'a pipe') })) return line;
  throw new Error('PouchDB said nothing');
}
