/**
 * `serve [--host HOST] [--port PORT] [--cert FILE --key FILE] [--behind-proxy]`: serves until it is told to stop (SIGTERM,
 * Ctrl+C). Ends with 0 then, with 1 when a part of it fell, with 2 when it could not begin.
 */
import { readFileSync } from 'node:fs';
import { diskTrouble } from '../../../node/files/disk-trouble.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { ServerDeps } from '../../http/server-deps.ts';
import { readArguments, type Given } from '../arguments.ts';
import { startBackupClock } from '../backup-clock.ts';
import { DONE, FOUND, type Io } from '../io.ts';
import { startServing } from '../serve.ts';

const PORT = 4800;
const LOOPBACK = '127.0.0.1';
const WATCH_MS = 500;

/** Runs the command; see above for the exit codes. */
export async function serve(args: string[], io: Io): Promise<number> {
  const listen = readListen(
    readArguments(args, {
      values: ['host', 'port', 'cert', 'key'],
      flags: ['behind-proxy'],
      words: [0, 0],
    }),
  );
  const serving = await startServing({ folder: io.folder, listen });
  const scheme = listen.tls === undefined ? 'http' : 'https';
  io.out(
    `Qoima server: ${scheme}://${serving.host.includes(':') ? `[${serving.host}]` : serving.host}:${serving.port}`,
  );
  if (listen.tls === undefined && listen.trustProxy !== true && listen.host !== LOOPBACK)
    io.err('Without --cert and --key what travels can be read on the way: use them, or a proxy with TLS.');
  const clock = startBackupClock({ folder: io.folder, log: serving.log });
  const reason = await Promise.race([stopAsked(), serving.fallen]);
  clock.stop();
  if (reason !== null)
    io.err(`A part of the server has fallen (${reason}); it ends. What was confirmed is on the disk.`);
  await serving.stop();
  return reason === null ? DONE : FOUND;
}

function readListen({ values, flags }: Given): ServerDeps['listen'] {
  const port = Number(values['port'] ?? PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new TroubleError('USAGE', { what: '--port' });
  const { cert, key } = values;
  if ((cert === undefined) !== (key === undefined))
    throw new TroubleError('USAGE', { what: '--cert and --key go together' });
  return {
    host: values['host'] ?? LOOPBACK,
    port,
    ...(flags.has('behind-proxy') ? { trustProxy: true } : {}),
    ...(cert === undefined || key === undefined ? {} : { tls: { cert: read(cert), key: read(key) } }),
  };
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw diskTrouble(error, path);
  }
}

/** The first asks; a second does not wait. npm keeps a SIGTERM for itself: when it has ended, so does the server. */
function stopAsked(): Promise<null> {
  return new Promise((resolve) => {
    if (process.env['npm_lifecycle_event'] === 'server') {
      const parent = process.ppid;
      const watch = setInterval(() => {
        if (process.ppid === parent) return;
        clearInterval(watch);
        resolve(null);
      }, WATCH_MS);
      watch.unref();
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        process.on(signal, () => process.exit(1));
        resolve(null);
      });
    }
  });
}
