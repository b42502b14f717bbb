/** A central server with an archive that answers by the number asked for, and a device of it; for tests of requests. */
import { afterEach, beforeEach, expect } from 'vitest';
import { v7 as newId } from 'uuid';
import { silentLog, type Log } from '../../node/log.ts';
import { ok } from '../../shared/result.ts';
import { stubArchive, type StubArchive } from '../../test/fixtures/stub-archive.ts';
import { startTrialServer, type TrialDevice, type TrialServer } from '../../test/fixtures/trial-server.ts';
import type { Limits } from './limits.ts';

export const SEGMENT = { replica: 'a'.repeat(26), after: 0, prev: '0'.repeat(64), items: ['{}'] };
export const PUSH = { segments: [SEGMENT] };

/** Pulls with these limits are bugs, are never answered, are answered when `release` is called. */
export const FAULTY = 13;
export const ENDLESS = 14;
export const HELD = 15;

type Trial = { readonly server: TrialServer; readonly archive: StubArchive; readonly device: TrialDevice };
type TrialCentre = Trial & {
  /** Another server in the place of the one that each test begins with. */
  readonly startAnew: (limits: Partial<Limits>, log?: Log) => Promise<void>;
  readonly release: () => void;
};

/** For a file of tests: each has a server of its own. */
export function useTrialCentre(): TrialCentre {
  let trial: Trial | undefined;
  let release: () => void = () => undefined;
  const start = async (limits: Partial<Limits>, log: Log): Promise<void> => {
    const archive = answeringArchive((resolve) => (release = resolve));
    const server = await startTrialServer({
      limits,
      log,
      // Every archive is there; whose it is, is not for the archive to say.
      openArchive: async (id) => (id === archive.id ? archive : stubArchive(id)),
    });
    trial = { server, archive, device: await server.device({ archive: archive.id }) };
  };
  const own = (): Trial => {
    if (trial === undefined) throw new Error('started before each test');
    return trial;
  };
  beforeEach(() => start({}, silentLog()));
  afterEach(() => own().server.close());
  return {
    get server() {
      return own().server;
    },
    get archive() {
      return own().archive;
    },
    get device() {
      return own().device;
    },
    release: () => release(),
    async startAnew(limits, log = silentLog()) {
      await own().server.close();
      await start(limits, log);
    },
  };
}

function answeringArchive(hold: (release: () => void) => void): StubArchive {
  return stubArchive(newId(), {
    pull: async ({ limit }) => {
      if (limit === FAULTY) throw new Error('SECRET of /home/archive/log.db');
      if (limit === ENDLESS) return new Promise(() => undefined);
      if (limit === HELD) await new Promise<void>((resolve) => hold(resolve));
      const op = 'x'.repeat(limit);
      return ok({
        entries: [{ t: 'op', srv: 1, op }],
        cursor: null,
        head: 1,
        durable: 0,
        more: false,
        seals: [],
      });
    },
  });
}

export async function problemOf(response: Response): Promise<Record<string, unknown>> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return (await response.json()) as Record<string, unknown>;
}
