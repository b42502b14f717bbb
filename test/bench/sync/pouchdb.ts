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

const PACKAGES = ['pouchdb@9.0.0', 'express-pouchdb@4.2.0', 'express@4.21.2'];
const FOLDER = path.resolve('node_modules/.cache/qoima-pouchdb');
const CHILD = path.resolve(import.meta.dirname, 'pouchdb-child.ts');
const INSTALL_MS = 10 * 60_000;

export type PouchFigures = {
  readonly documents: number;
  readonly pushPerSecond: number;
  readonly pullPerSecond: number;
};

/** Pushes so many documents like units to an empty server and pulls them into an empty database; in `folder`, which is there. */
export async function measurePouch(folder: string, documents: number): Promise<PouchFigures> {
  await install();
  const server = start(['serve', path.join(folder, 'server')]);
  try {
    const address = await firstLine(server);
    const client = start(['replicate', path.join(folder, 'client'), address, String(documents)]);
    return JSON.parse(await firstLine(client)) as PouchFigures;
  } finally {
    server.kill();
    await once(server, 'exit');
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
