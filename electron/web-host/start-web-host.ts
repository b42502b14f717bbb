/** Starts the host behind 127.0.0.1 and hands out its address; used by `main.ts` and by `npm start`. */
import { createServer } from 'node:net';
import path from 'node:path';
import { createAccess, launchToken, webSecret } from './access.ts';
import { startServer } from './server.ts';
import { createHost, type Host } from '../services/create-host.ts';
import { sourceModules } from '../services/modules.ts';
import { programVersion } from '../services/program-version.ts';
import { startForked } from '../../node/calls/child.ts';
import type { Capabilities } from '../../shared/rpc/contract.ts';

/** IndexedDB belongs to an origin, so another port would be an empty database: it never changes. */
export const WEB_PORT = 4747;

/** How long the address that is printed for a person stays good. */
const PRINTED_TOKEN_MS = 12 * 60 * 60_000;
/** How long the address given to a window stays good; others may read it in the list of processes. */
const WINDOW_TOKEN_MS = 2 * 60_000;

const ROOT = path.resolve(import.meta.dirname, '../..');

export type WebHost = {
  readonly host: Host;
  readonly address: string;
  /** An address that lets one window in. */
  launchUrl(use: 'printed' | 'window'): string;
  stop(): Promise<void>;
};

/**
 * Builds the host and listens. `QOIMA_PORT` names another port in tests only (0: any free one).
 * Errors: those of `createHost`, PORT_TAKEN.
 */
export async function startWebHost(options: {
  readonly dataFolder: string;
  readonly readOnly?: boolean;
  readonly kiosk?: boolean;
  /** See `HostDeps`. */
  readonly notSwitched?: string | null;
  readonly rendererFolder?: string;
}): Promise<WebHost> {
  const { dataFolder, readOnly = false, kiosk = false, notSwitched = null } = options;
  const port = await choosePort();
  const address = `http://127.0.0.1:${port}`;
  const capabilities: Capabilities = {
    canWrite: !readOnly,
    canImport: !readOnly,
    hasNativeMenu: false,
    kiosk,
    canPickFolder: false,
  };
  const host = await createHost({
    dataFolder,
    host: 'web',
    address,
    version: programVersion(),
    programFolder: ROOT,
    modules: sourceModules(),
    startChild: startForked,
    capabilities,
    notSwitched,
    rendererFolder: options.rendererFolder ?? path.join(ROOT, 'dist/renderer'),
  });
  try {
    const secret = webSecret(dataFolder);
    const server = await startServer(host, createAccess(secret), port);
    return {
      host,
      address,
      launchUrl: (use) => launchUrl(address, secret, use),
      async stop() {
        // Windows hear `host.stopping` first; their lines are closed while the services end.
        const services = host.stop();
        await server.close();
        await services;
      },
    };
  } catch (error) {
    await host.stop();
    throw error;
  }
}

/** An address that lets one window into the host that runs at `address` on this data folder. */
export function launchUrl(address: string, secret: Buffer, use: 'printed' | 'window'): string {
  const validMs = use === 'printed' ? PRINTED_TOKEN_MS : WINDOW_TOKEN_MS;
  return `${address}/?token=${launchToken(secret, validMs)}`;
}

async function choosePort(): Promise<number> {
  const wanted = process.env['QOIMA_PORT'];
  if (wanted === undefined) return WEB_PORT;
  if (wanted !== '0') return Number(wanted);
  const probe = createServer();
  return new Promise((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
