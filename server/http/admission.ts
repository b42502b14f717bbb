/** Who may come in: version, token, device, archive, rate. Everything here happens before a byte of the body is read. */
import type { IncomingHttpHeaders } from 'node:http';
import { fail, ok, type Result } from '../../shared/result.ts';
import { SCHEMA_VERSION } from '../../shared/sync/op.ts';
import { OWN_ARCHIVE } from '../../shared/sync/wire/add.ts';
import { bearerOf } from '../auth/auth-routes.ts';
import type { Directory, Session } from '../store/directory-calls.ts';
import { addressKey } from './addresses.ts';
import type { Limits } from './limits.ts';
import { createRateLimit } from './rate-limit.ts';
import type { OpenArchive } from './routes.ts';
import { PROTOCOLS, SCHEMAS } from './versions.ts';

export type Admission = {
  /** A request without a token: only its address can be counted. */
  stranger(address: string): Result<null, string>;
  /**
   * A request of a device for an archive. NOT_FOUND for an archive of others exactly as for one that does not exist.
   * `leave` has to be called when the request is over.
   */
  device(
    request: { readonly address: string; readonly headers: IncomingHttpHeaders; readonly archive: string },
    writesOps: boolean,
  ): Promise<Result<Admitted, string>>;
};

type Admitted = {
  readonly session: Session;
  readonly archive: OpenArchive;
  readonly leave: () => void;
};

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function createAdmission(deps: {
  readonly directory: Pick<Directory, 'session'>;
  readonly openArchive: (id: string) => Promise<OpenArchive | null>;
  readonly limits: Limits;
  readonly app: string;
}): Admission {
  const { directory, openArchive, limits, app } = deps;
  const addresses = createRateLimit(limits.addressRate);
  const devices = createRateLimit(limits.deviceRate);
  const underWay = new Map<string, number>();

  function versionTrouble(headers: IncomingHttpHeaders, writesOps: boolean): Result<null, string> {
    const protocol = Number(headers['x-sync-protocol'] ?? PROTOCOLS[0]);
    const schema = Number(headers['x-schema'] ?? SCHEMA_VERSION);
    const isKnown = PROTOCOLS.some((each) => each === protocol);
    if (isKnown && (!writesOps || schema >= SCHEMAS.min)) return ok(null);
    return fail('UPGRADE_REQUIRED', {
      protocols: PROTOCOLS.join(','),
      schemaMin: SCHEMAS.min,
      schemaMax: SCHEMAS.max,
      app,
    });
  }

  function stranger(address: string): Result<null, string> {
    const retryAfter = addresses.take(addressKey(address));
    return retryAfter === 0 ? ok(null) : fail('TOO_MANY_REQUESTS', { retryAfter });
  }

  /** A request that proves nothing costs its address; those with good tokens behind the same address go on. */
  function turnedAway(address: string, code: string): Result<never, string> {
    const counted = stranger(address);
    return counted.ok ? fail(code) : counted;
  }

  function leave(device: string): void {
    const left = (underWay.get(device) ?? 1) - 1;
    if (left === 0) underWay.delete(device);
    else underWay.set(device, left);
  }

  return {
    stranger,
    async device({ address, headers, archive: id }, writesOps) {
      const token = bearerOf(headers.authorization);
      if (token === null) return turnedAway(address, 'UNAUTHENTICATED');
      const known = await directory.session(token);
      if (!known.ok) return turnedAway(address, known.code);
      const session = known.value;
      const device = session.device.id;
      const retryAfter = devices.take(device);
      if (retryAfter > 0) return fail('TOO_MANY_REQUESTS', { retryAfter });
      const version = versionTrouble(headers, writesOps);
      if (!version.ok) return version;
      if (id !== OWN_ARCHIVE && (!UUID.test(id) || session.archive !== id)) return fail('NOT_FOUND');
      const busy = underWay.get(device) ?? 0;
      if (busy >= limits.perDevice) return fail('TOO_MANY_REQUESTS', { retryAfter: 1 });
      // Counted before the archive is waited for, so that many at once are not one.
      underWay.set(device, busy + 1);
      let archive: OpenArchive | null = null;
      try {
        archive = await openArchive(session.archive);
      } finally {
        if (archive === null) leave(device);
      }
      return archive === null ? fail('NOT_FOUND') : ok({ session, archive, leave: () => leave(device) });
    },
  };
}
