/** Everything that a link makes possible: the line with its proxy and authorities, the calls over it, the tokens for them. */
import type { SyncPlan } from '../../../shared/rpc/contract-sync.ts';
import { dictionaryOf } from '../../../shared/sync/wire/dictionary.ts';
import type { Wire } from '../../../shared/sync/wire/wire.ts';
import type { DeviceKey } from './device-key.ts';
import { createAccess, type Access } from './line/access.ts';
import { createArchiveCalls, type ArchiveCalls } from './line/archive-calls.ts';
import { trusted } from './line/authorities.ts';
import type { LineFacts } from './line/centre-fetch.ts';
import { createCentreCalls } from './line/centre-calls.ts';
import { createHttpWire } from './line/http-wire.ts';
import { createLine } from './line/line.ts';
import { proxyVariables } from './line/proxy.ts';
import type { Link } from './link.ts';
import type { Loop } from './loop.ts';
import type { People } from './people.ts';
import { createTokens, type Tokens } from './tokens.ts';

export type Connection = {
  readonly facts: LineFacts;
  readonly access: Access;
  readonly tokens: Tokens;
  readonly calls: ArchiveCalls;
  readonly wire: Wire;
  /** Forgets the open connections. */
  renew(): void;
  close(): void;
};

/** A line to somebody who is no centre of ours yet. */
export function openAccess(deps: {
  readonly url: string;
  readonly authority: string;
  readonly proxy: SyncPlan['proxy'];
  readonly app: string;
  readonly key: DeviceKey | null;
}): { readonly access: Access; readonly close: () => void } {
  const line = createLine({
    url: deps.url,
    proxyEnv: proxyVariables(deps.proxy),
    authorities: trusted(deps.authority),
  });
  const access = createAccess(createCentreCalls({ line, app: deps.app }), deps.key);
  return { access, close: () => line.close() };
}

export function openConnection(deps: {
  readonly link: Link;
  readonly proxy: SyncPlan['proxy'];
  readonly app: string;
  readonly key: DeviceKey | null;
  readonly people: People;
  /** Hears that the centre answers. */
  readonly loop: Pick<Loop, 'reached'>;
}): Connection {
  const { link, people, loop } = deps;
  const proxyEnv = proxyVariables(deps.proxy);
  const line = createLine({ url: link.url, proxyEnv, authorities: trusted(link.authority) });
  const calls = createCentreCalls({ line, app: deps.app, onReached: loop.reached });
  const access = createAccess(calls, deps.key);
  const tokens = createTokens({ access, device: link.device.id, people });
  const archive = createArchiveCalls({ calls, archive: link.archive.id, token: tokens.token });
  return {
    facts: { url: link.url, archive: link.archive.id, app: deps.app, proxyEnv, authority: link.authority },
    access,
    tokens,
    calls: archive,
    wire: createHttpWire({
      calls: archive,
      device: link.device.id,
      dictionary: () => dictionaryOf(link.archive.id, people.signedIn()?.id ?? ''),
    }),
    renew: () => line.renew(),
    close: () => line.close(),
  };
}
