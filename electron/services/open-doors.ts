/** The two ways into a host: calls, and bytes by URL. */
import type { HostGround } from './host-ground.ts';
import { createHandler, type HandleRequest } from './http/handler.ts';
import type { StaticFiles } from './http/static-files.ts';
import type { Truth } from './open-truth.ts';
import type { HostFiles } from './sync/files/host-files.ts';
import type { Work } from './open-work.ts';
import { TroubleError } from '../../shared/result.ts';
import type { Services } from '../../shared/rpc/contract.ts';
import { createDispatch, type Dispatch } from '../../shared/rpc/dispatch.ts';

export type Doors = { readonly dispatch: Dispatch; readonly handleRequest: HandleRequest };

export function openDoors(
  deps: Pick<HostGround, 'capabilities' | 'log'> &
    Pick<Truth, 'vault'> &
    Pick<Work, 'ingest' | 'texts'> & {
      readonly services: Services;
      readonly staticFiles: StaticFiles;
      /** Where scans come from that are not here. */
      readonly files: Pick<HostFiles, 'fetch'>;
    },
): Doors {
  const { capabilities, services, vault, ingest, texts, staticFiles, log, files } = deps;
  const dispatch = createDispatch({
    services,
    canWrite: capabilities.canWrite,
    report: (method, error) => log.error('call.failed', error, { call: method }),
  });
  const handleRequest = createHandler({
    staticFiles,
    canWrite: capabilities.canImport,
    locate: (sha256) => locate(vault, files, sha256),
    picture: (sha256, index, size) => ingest.picture(sha256, index, size),
    tiles: (sha256, index, options) => ingest.pyramids.tiles(sha256, index, options),
    tile: (sha256, index, place, signal) => ingest.pyramids.tile(sha256, index, place, signal),
    putFile: (importId, no, bytes) => ingest.putFile(importId, no, bytes),
    texts: texts.doors,
    report: (event, error) => log.error(event, error),
  });
  return { dispatch, handleRequest };
}

/** A scan that lies at the centre is fetched for who opens it, and stays here. @throws TroubleError that says where it is */
async function locate(
  vault: Pick<Truth['vault'], 'locate'>,
  files: Pick<HostFiles, 'fetch'>,
  sha256: string,
): Promise<{ path: string; size: number } | null> {
  const here = await vault.locate(sha256);
  if (here !== null) return here;
  const fetched = await files.fetch(sha256);
  if (fetched.ok) return vault.locate(sha256);
  if (fetched.code === 'NOT_FOUND') return null;
  throw new TroubleError(fetched.code, fetched.details);
}
