/** Making this machine known to a centre by a one-time code. */
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { SyncPlan } from '../../../shared/rpc/contract-sync.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { ServerAnswer } from '../../../shared/sync/wire/access.ts';
import { PROTOCOL } from '../../../shared/sync/wire/messages.ts';
import type { ProblemCode } from '../../../shared/sync/wire/problems.ts';
import { openAccess } from './connection.ts';
import type { DeviceKey } from './device-key.ts';
import { isThisMachine, readAddress } from './line/address.ts';
import { readAuthorities } from './line/authorities.ts';
import { askedFor, type Link } from './link.ts';

export type EnrolCode = ProblemCode | 'BAD_ADDRESS' | 'ADDRESS_NOT_SAFE' | 'BAD_CERTIFICATE';

export type EnrolDeps = {
  readonly app: string;
  readonly proxy: SyncPlan['proxy'];
  /** Null: only for looking. */
  readonly key: DeviceKey | null;
};

export type Seen = { readonly url: string; readonly server: ServerAnswer; readonly isPlain: boolean };

type Target = { readonly url: string; readonly authority?: string | undefined };

/** Who answers at an address. Errors: BAD_ADDRESS, ADDRESS_NOT_SAFE, BAD_CERTIFICATE, UPGRADE_REQUIRED and those of the line. */
export async function lookAt(target: Target, deps: EnrolDeps): Promise<Result<Seen, EnrolCode>> {
  return withAccess(target, deps, async (access, url) => {
    const server = await access.server();
    if (!server.ok) return server;
    if (!server.value.protocols.includes(PROTOCOL)) return fail('UPGRADE_REQUIRED');
    const { protocol, hostname } = new URL(url);
    return ok({ url, server: server.value, isPlain: protocol === 'http:' && isThisMachine(hostname) });
  });
}

/** Errors: as `lookAt`, and CODE_UNKNOWN, NOT_FOUNDED, ARCHIVE_FOREIGN, ARCHIVE_ELSEWHERE, TOO_MANY_REQUESTS. */
export async function enrol(
  input: Target & {
    readonly code: string;
    readonly name: string;
    readonly machine: string;
    /** The archive that this folder holds; null for a folder that wants to join one. */
    readonly archive: RecordId | null;
  },
  deps: EnrolDeps,
): Promise<Result<{ readonly link: Link; readonly founded: boolean }, EnrolCode>> {
  const seen = await lookAt(input, deps);
  if (!seen.ok) return seen;
  const { code, machine, archive } = input;
  const name = input.name.trim();
  return withAccess(input, deps, async (access, url) => {
    const answer = await access.enrol({ code: code.trim(), name, machine, archive });
    if (!answer.ok) return answer;
    const { device, server, founded } = answer.value;
    const link: Link = {
      url,
      server,
      device: { id: device, name },
      archive: answer.value.archive,
      isProven: false,
      authority: input.authority ?? '',
      asked: { for: askedFor({ url, code, archive }), founded },
    };
    return ok({ link, founded });
  });
}

async function withAccess<T>(
  { url: text, authority = '' }: Target,
  deps: EnrolDeps,
  use: (access: ReturnType<typeof openAccess>['access'], url: string) => Promise<Result<T, EnrolCode>>,
): Promise<Result<T, EnrolCode>> {
  const url = readAddress(text);
  if (!url.ok) return url;
  const given = authority === '' ? ok(null) : readAuthorities(authority);
  if (!given.ok) return given;
  const { access, close } = openAccess({ ...deps, url: url.value, authority });
  try {
    return await use(access, url.value);
  } finally {
    close();
  }
}
