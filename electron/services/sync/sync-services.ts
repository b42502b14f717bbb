/** The calls of the contract about the centre: what comes from a window goes to the sync thread, refusals become codes. */
import { TroubleError, type Result } from '../../../shared/result.ts';
import { SYNC_PLAN, type SyncStatus } from '../../../shared/rpc/contract-sync.ts';
import { createTurns } from '../../../shared/turns.ts';
import type { Services } from '../../../shared/rpc/contract.ts';
import type { Remote } from '../../../node/calls/port.ts';
import type { Journal } from '../journal/journal.ts';
import { WRITERS, type Writer } from '../journal/journal-calls.ts';
import type { SettingsStore } from '../settings.ts';
import type { CentreReport } from './centre.ts';
import { writeJoinMark } from './join-mark.ts';
import { readProxy } from './line/proxy.ts';
import type { PersonLink } from './link-person.ts';
import type { MachineSecrets } from './machine-secrets.ts';
import type { SyncCalls } from './sync-calls.ts';

export type SyncServices = Pick<Services, Extract<keyof Services, `sync.${string}`> & OwnCalls>;

type OwnCalls =
  | 'sync.status'
  | 'sync.look'
  | 'sync.connect'
  | 'sync.join'
  | 'sync.leave'
  | 'sync.people'
  | 'sync.stations'
  | 'sync.signIn'
  | 'sync.signOut'
  | 'sync.now'
  | 'sync.pause'
  | 'sync.plan'
  | 'sync.setPlan'
  | 'sync.attention'
  | 'sync.decide';

export type SyncServicesDeps = {
  readonly dataFolder: string;
  readonly machine: string;
  /** The calls of the sync thread. */
  readonly calls: Remote<SyncCalls>;
  readonly journal: Pick<Journal, 'archive' | 'person' | 'setPerson' | 'isBlank' | 'replicas'>;
  readonly settings: Pick<SettingsStore, 'read'>;
  readonly secrets: Pick<MachineSecrets, 'forEnrolment' | 'whole' | 'setPlan'>;
  readonly personLink: PersonLink;
  readonly report: () => CentreReport;
  /** As it is now, the unsent counted anew. */
  readonly status: () => Promise<SyncStatus>;
  readonly setPause: (pause: SyncStatus['pause']) => Promise<void>;
  /** Ends the host so that it begins again on the same folder. */
  readonly reopen: () => void;
};

/** A round may fetch a whole archive; whoever asks for one is told after this how far it is. */
const NOW_MS = 20_000;
/** Asking a centre that does not answer takes as long as its deadlines. */
const ASK = { deadlineMs: 90_000 };

export function syncServices(deps: SyncServicesDeps): SyncServices {
  return { ...linkServices(deps), ...peopleServices(deps), ...workServices(deps) };
}

function linkServices(
  deps: SyncServicesDeps,
): Pick<
  SyncServices,
  'sync.look' | 'sync.connect' | 'sync.join' | 'sync.leave' | 'sync.plan' | 'sync.setPlan'
> {
  const { calls, journal, settings, secrets, report, personLink } = deps;
  const planOf = () => settings.read().sync?.plan ?? SYNC_PLAN;
  const inTurn = createTurns();
  const planNow = async () => ({ plan: planOf(), authorities: [...(await calls.authorities(null))] });
  return {
    async 'sync.look'(target) {
      const { url, server, isPlain } = must(await calls.look(target, ASK));
      return { url, name: server.server.name, isPlain, mayJoin: await journal.isBlank() };
    },
    async 'sync.connect'({ as, ...input }) {
      if (as === 'join' && !(await journal.isBlank()))
        throw new TroubleError('ARCHIVE_NOT_EMPTY', { archive: journal.archive });
      const archive = as === 'join' ? null : journal.archive;
      const { centre, loop } = report();
      const isShutOut = loop.trouble?.code === 'DEVICE_REVOKED';
      const key = await secrets.forEnrolment(isShutOut ? (centre?.device.id ?? null) : null);
      // Before: a program that ends right after it is known at the centre must not forget who has written here until then.
      if (as === 'found') await personLink.noteLocal(journal.person);
      return must(await calls.connect({ ...input, archive, key, machine: deps.machine }, ASK));
    },
    async 'sync.join'() {
      const { link, archive, person } = report();
      if (link === 'linked') throw new TroubleError('ALREADY_CONNECTED');
      if (link === 'none' || archive === null) throw new TroubleError('NOT_CONNECTED');
      if (person === null || link === 'enrolled') throw new TroubleError('SIGN_IN_NEEDED');
      if (!(await journal.isBlank()))
        throw new TroubleError('ARCHIVE_NOT_EMPTY', { archive: journal.archive });
      await writeJoinMark(deps.dataFolder, { archive: archive.id, person: person.id });
      // After the answer is on its way.
      setImmediate(deps.reopen);
      return {};
    },
    async 'sync.leave'({ anyway }) {
      const { unsent } = await deps.status();
      if (unsent.ops > 0 && !anyway) throw new TroubleError('UNSENT_WORK', { ops: unsent.ops });
      await calls.leave(null);
      return {};
    },
    'sync.plan': planNow,
    // One change after the other: each is of the plan that the one before has left.
    'sync.setPlan': ({ plan: patch, authority }) =>
      inTurn('plan', async () => {
        const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
        const asked = { ...planOf(), ...given };
        if (asked.proxy.kind === 'address')
          asked.proxy = { kind: 'address', address: must(readProxy(asked.proxy.address)) };
        const plan = secrets.whole(asked);
        const pem = authority === undefined ? {} : { authority: authority ?? '' };
        must(await calls.setPlan({ plan, ...pem }));
        await secrets.setPlan(plan);
        return planNow();
      }),
  };
}

function peopleServices(
  deps: SyncServicesDeps,
): Pick<SyncServices, 'sync.people' | 'sync.stations' | 'sync.signIn' | 'sync.signOut'> {
  const { calls, journal, report, personLink } = deps;
  return {
    async 'sync.people'() {
      const people = await calls.people(null);
      const signedIn = report().person?.id;
      return { people: people.map((person) => ({ ...person, isSignedIn: person.id === signedIn })) };
    },
    async 'sync.stations'() {
      const own = await journal.replicas();
      const { devices, centre } = report();
      const writerOf = (replica: string): Writer | null =>
        WRITERS.find((writer) => own[writer] === replica) ?? null;
      const known = devices.flatMap(({ id, name, revoked, replicas }) =>
        replicas.map((replica) => ({
          replica,
          device: id,
          name,
          isThis: id === centre?.device.id || writerOf(replica) !== null,
          writer: writerOf(replica),
          isRevoked: revoked,
        })),
      );
      const told = new Set(known.map(({ replica }) => replica));
      const ours = WRITERS.filter((writer) => !told.has(own[writer])).map((writer) => ({
        replica: own[writer],
        device: centre?.device.id ?? null,
        name: centre?.device.name ?? '',
        isThis: true,
        writer,
        isRevoked: false,
      }));
      return { stations: [...ours, ...known] };
    },
    async 'sync.signIn'(input) {
      const done = must(await calls.signIn(input, ASK));
      const { person } = done;
      // A folder that is to join another archive keeps its own person until then.
      if (report().link === 'linked') {
        await journal.setPerson(person.id);
        await personLink.signedIn(person);
      }
      return done;
    },
    async 'sync.signOut'() {
      await calls.signOut(null);
      return {};
    },
  };
}

function workServices(
  deps: SyncServicesDeps,
): Pick<SyncServices, 'sync.status' | 'sync.now' | 'sync.pause' | 'sync.attention' | 'sync.decide'> {
  const { calls } = deps;
  return {
    'sync.status': deps.status,
    async 'sync.now'() {
      const late = new Promise<void>((resolve) => {
        setTimeout(resolve, NOW_MS).unref();
      });
      await Promise.race([calls.now(null, { deadlineMs: 0 }), late]);
      return deps.status();
    },
    async 'sync.pause'({ pause }) {
      await deps.setPause(pause);
      return deps.status();
    },
    'sync.attention': async (ask) => must(await calls.attention(ask, ASK)),
    'sync.decide': async (ask) => must(await calls.decide(ask, ASK)),
  };
}

/** What was refused goes to the window as its code. */
function must<T>(result: Result<T, string>): T {
  if (result.ok) return result.value;
  // The centre's word for a sign-in that it does not take any more; what helps is a password.
  throw new TroubleError(result.code === 'SIGN_IN' ? 'SIGN_IN_NEEDED' : result.code, result.details);
}
