/**
 * A station's side of sync, all that is not the rules. It runs in a thread of its own, so that no answer of a centre, however large,
 * holds up a window; what it needs of the journal it asks the journal's thread itself.
 */
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { AttentionItem, SyncPlan, SyncStatus } from '../../../shared/rpc/contract-sync.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { DecideAsk } from '../../../shared/sync/wire/messages.ts';
import type { ProblemCode } from '../../../shared/sync/wire/problems.ts';
import { attentionItem } from './attention.ts';
import { openEngine, type Engine, type EngineDeps, type Pause } from './engine.ts';
import { enrol, lookAt, type EnrolCode, type Seen } from './enrol.ts';
import type { DeviceSecret } from './device-key.ts';
import { readAddress } from './line/address.ts';
import { readAuthorities } from './line/authorities.ts';
import type { LineFacts } from './line/centre-fetch.ts';
import { askedFor, type Link } from './link.ts';
import type { LoopState } from './loop.ts';
import type { Membership } from './membership.ts';
import type { Person, SignInCode } from './people.ts';
import { signIn, type SignedIn } from './sign-in.ts';
import type { Activity } from './watched-wire.ts';

/** What the thread tells of itself; what is unsent the journal knows. */
export type CentreReport = {
  readonly link: SyncStatus['link'];
  readonly centre: SyncStatus['centre'];
  readonly archive: Link['archive'] | null;
  readonly loop: LoopState;
  readonly activity: Activity | null;
  readonly person: Person | null;
  /** How another thread gets a line of its own; null unless linked. */
  readonly facts: LineFacts | null;
  /** As of the last round: what a newer program wrote, and what is older than this station and not here yet. */
  readonly held: number;
  readonly older: number;
  /** Of our own: at the centre, in no verified backup of it. */
  readonly unsecured: number;
} & Pick<Membership, 'lastContact' | 'lastComplete' | 'clock' | 'attention' | 'devices' | 'people'>;

type Target = { readonly url: string; readonly authority?: string | undefined };
type Answer<T, C extends string> = Promise<Result<T, C>>;

export type Centre = {
  report(): CentreReport;
  /** Goes on where the last start of the program ended. */
  start(): Promise<void>;
  look(target: Target): Answer<Seen, EnrolCode>;
  /**
   * `archive`: the one that this folder holds, or null to join one; `key`: the one to become known by. What was asked and answered
   * before gets the same answer. Errors: as `enrol`, ALREADY_CONNECTED.
   */
  connect(
    input: Target & {
      code: string;
      name: string;
      machine: string;
      archive: RecordId | null;
      key: DeviceSecret;
    },
  ): Answer<{ archive: Link['archive']; founded: boolean }, EnrolCode | 'ALREADY_CONNECTED'>;
  signIn(input: {
    login: string;
    password: string;
  }): Answer<SignedIn, SignInCode | ProblemCode | 'NOT_CONNECTED'>;
  signOut(): Promise<void>;
  people(): readonly Person[];
  leave(): Promise<void>;
  /** Something was written here. */
  written(): void;
  /** Resolves when a round that began after this has ended; nothing is done without a link, a person, or in a pause. */
  now(): Promise<void>;
  setPause(pause: Pause | null): Promise<void>;
  setPlan(input: { plan: SyncPlan; authority?: string | undefined }): Answer<null, 'BAD_CERTIFICATE'>;
  /** The owners of the certificates that a person gave. */
  authorities(): readonly string[];
  attention(ask: {
    after: string | null;
    limit: number;
  }): Answer<{ items: AttentionItem[]; next: string | null }, ProblemCode | 'NOT_CONNECTED'>;
  decide(ask: DecideAsk): Answer<{ decided: number }, ProblemCode | 'NOT_CONNECTED'>;
  /** For whoever has a line of its own to the same centre; `stale` is one that was refused. */
  token(stale?: string): Answer<string, ProblemCode>;
  close(): Promise<void>;
};

/** The centre does not know this machine, or the archive, any more: another code makes it known again. */
const LOST: ReadonlySet<string> = new Set([
  'DEVICE_REVOKED',
  'UNAUTHENTICATED',
  'NOT_FOUND',
  'DEVICE_KEY_UNREADABLE',
]);

export async function openCentre(deps: EngineDeps): Promise<Centre> {
  const engine = await openEngine(deps);
  const { people, loop, memory } = engine;
  return {
    report: () => reportOf(engine),
    start: () => engine.settle(),
    ...linkCalls(engine),
    ...peopleCalls(engine),
    ...attentionCalls(engine),
    written: () => loop.written(),
    async now() {
      if (engine.linkState() !== 'linked' || engine.isPaused() || people.signedIn() === null) return;
      engine.connection()?.renew();
      await loop.now();
    },
    async setPause(pause) {
      engine.setPause(pause);
      await engine.settle();
    },
    token: async (stale) => (await engine.connection()?.tokens.token(stale)) ?? fail('SIGN_IN'),
    async close() {
      await engine.close();
      await memory.flush();
    },
  };
}

function reportOf(engine: Engine): CentreReport {
  const link = engine.link();
  const state = engine.linkState();
  return {
    link: state,
    centre: link === null ? null : { url: link.url, name: link.server.name, device: link.device },
    archive: link?.archive ?? null,
    loop: engine.loop.state(),
    activity: engine.memory.activity(),
    person: engine.people.signedIn(),
    facts: state === 'linked' ? (engine.connection()?.facts ?? null) : null,
    ...engine.memory.waiting(),
    ...engine.memory.read(),
  };
}

function linkCalls(engine: Engine): Pick<Centre, 'look' | 'connect' | 'leave' | 'setPlan' | 'authorities'> {
  const { deps, people, memory, loop } = engine;
  const { log } = deps;
  const enrolDeps = () => ({ app: deps.app, proxy: engine.plan().proxy, key: engine.key() });
  return {
    async look(target) {
      const seen = await lookAt(target, enrolDeps());
      if (seen.ok && seen.value.server.server.id === engine.link()?.server.id) loop.reached();
      return seen;
    },
    async connect({ key, ...input }) {
      const isLost = LOST.has(loop.state().trouble?.code ?? '');
      const answered = isLost ? null : answeredBefore(engine.link(), input);
      if (answered !== null) return ok(answered);
      if (engine.linkState() === 'linked' && !isLost) return fail('ALREADY_CONNECTED');
      engine.setKey(key);
      const done = await enrol(input, enrolDeps());
      if (!done.ok) return done;
      const { link, founded } = done.value;
      if (engine.link()?.server.id !== link.server.id) {
        await people.forget();
        await memory.forget();
      }
      await engine.changeLink(() => link);
      log('sync.connected', { founded });
      await engine.reconnect();
      return ok({ archive: link.archive, founded });
    },
    async leave() {
      await engine.changeLink(() => null);
      // Ends the round that goes on: what the centre still answers would be remembered again.
      await engine.reconnect();
      await people.forget();
      await memory.forget();
      log('sync.left');
    },
    async setPlan({ plan, authority }) {
      if (authority !== undefined && engine.link() !== null) {
        const given = authority === '' ? ok(null) : readAuthorities(authority);
        if (!given.ok) return given;
        await engine.changeLink((link) => link && { ...link, authority });
      }
      engine.setPlan(plan);
      await engine.reconnect();
      return ok(null);
    },
    authorities() {
      const pem = engine.link()?.authority ?? '';
      const given = pem === '' ? null : readAuthorities(pem);
      return given?.ok === true ? given.value.names : [];
    },
  };
}

/** The answer to this very asking, when it was given before: whoever asks again has lost it on its way. */
function answeredBefore(
  link: Link | null,
  { url: text, code, archive }: { url: string; code: string; archive: RecordId | null },
): { archive: Link['archive']; founded: boolean } | null {
  const url = readAddress(text);
  if (link?.asked === undefined || !url.ok) return null;
  if (link.asked.for !== askedFor({ url: url.value, code, archive })) return null;
  return { archive: link.archive, founded: link.asked.founded };
}

function peopleCalls(engine: Engine): Pick<Centre, 'signIn' | 'signOut' | 'people'> {
  const { people, loop } = engine;
  return {
    async signIn(input) {
      const link = engine.link();
      const connection = engine.connection();
      if (connection === null || link === null) return fail('NOT_CONNECTED');
      const { tokens, access } = connection;
      const onTokens = tokens.take;
      const done = await signIn(input, { access, device: link.device.id, people, onTokens });
      if (!done.ok) return done;
      const isOurs = (now: Link | null): now is Link => now?.device.id === link.device.id;
      if (done.value.isOffline) tokens.forget();
      else
        await engine.changeLink((now) => (isOurs(now) && !now.isProven ? { ...now, isProven: true } : now));
      if (!isOurs(engine.link())) {
        // The centre was left meanwhile: nobody is signed in to it.
        await people.forget();
        return fail('NOT_CONNECTED');
      }
      await engine.settle();
      if (engine.linkState() === 'linked' && !engine.isPaused()) void loop.now();
      return done;
    },
    async signOut() {
      await people.setSignedIn(null);
      engine.connection()?.tokens.forget();
      await engine.settle();
    },
    people: () => people.list(),
  };
}

function attentionCalls(engine: Engine): Pick<Centre, 'attention' | 'decide'> {
  const { memory, loop, deps } = engine;
  const wire = () => (engine.linkState() === 'linked' ? (engine.connection()?.wire ?? null) : null);
  return {
    async attention(ask) {
      const answer = await wire()?.attention({ ...ask, decided: true });
      if (answer === undefined) return fail('NOT_CONNECTED');
      if (!answer.ok) return answer;
      const own = new Set((await deps.facts()).own);
      const items = answer.value.ops.map((op) => attentionItem(op, memory.read(), own));
      return ok({ items, next: answer.value.more ? (items.at(-1)?.id ?? null) : null });
    },
    async decide(ask) {
      const answer = await wire()?.decide(ask);
      if (answer === undefined) return fail('NOT_CONNECTED');
      if (!answer.ok) return answer;
      memory.setAttention(Math.max(0, memory.read().attention - answer.value.ops));
      loop.poked();
      return ok({ decided: answer.value.ops });
    },
  };
}
