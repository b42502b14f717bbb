/** The web host as a process of its own, on a port that stays the same when it is started again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = path.resolve(import.meta.dirname, '../../electron/web-host/main.ts');
/** As `npm start` does. */
const AS_STARTED = ['--max-semi-space-size=2'];
const START_MS = 30_000;

export type HostProcess = {
  readonly origin: string;
  /** Of the process that runs now; undefined when none does. */
  pid(): number | undefined;
  /** Starts it; answers the address that lets a window in. */
  start(): Promise<string>;
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
};

/** `fromSources`: as a person starts it; otherwise from the bundle, which starts sooner and takes less memory. */
export async function createHostProcess(
  dataFolder: string,
  { fromSources = false } = {},
): Promise<HostProcess> {
  const port = await freePort();
  let child: ChildProcess | null = null;

  async function end(signal: NodeJS.Signals): Promise<void> {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const exited = once(running, 'exit');
    running.kill(signal);
    await exited;
  }

  return {
    origin: `http://127.0.0.1:${port}`,
    pid: () => child?.pid,
    async start() {
      const started = spawn(process.execPath, [...AS_STARTED, MAIN, '--data', dataFolder], {
        env: {
          ...process.env,
          ...(fromSources ? { QOIMA_TEST_SOURCES: '1' } : {}),
          QOIMA_PORT: String(port),
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      child = started;
      return await printedAddress(started);
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

async function printedAddress(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the host has no output');
  const lines = createInterface({ input: child.stdout });
  const timer = setTimeout(() => child.kill('SIGKILL'), START_MS);
  try {
    for await (const line of lines) {
      const address = /http:\/\/\S+/.exec(line)?.[0];
      if (address !== undefined) return address;
    }
    throw new Error('the host ended without an address');
  } finally {
    clearTimeout(timer);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
