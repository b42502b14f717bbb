/** The sync thread: speaks to the centre and, over a channel of its own, to the journal's thread. */
import { serveCalls } from '../../../node/calls/serve.ts';
import { threadData, threadPort } from '../../../node/calls/thread.ts';
import { must } from '../../../shared/must.ts';
import { openCentre, type Centre } from './centre.ts';
import { createRounds } from './round.ts';
import { stationCaller } from './station-caller.ts';
import type { SyncBug, SyncCalls, SyncLogLine, SyncThreadData } from './sync-calls.ts';

/** Reports go out ten times a second at most. */
const TELL_MS = 100;

const { folder, app, archive } = threadData() as SyncThreadData;
let opened: Centre | null = null;
let closeStore = (): void => undefined;
const behind = { files: 0, bytes: 0 };
let telling: NodeJS.Timeout | null = null;

const centre = (): Centre => must(opened, 'the centre is opened before anything else is asked');

function tell(): void {
  telling ??= setTimeout(() => {
    telling = null;
    if (opened !== null) send('report', opened.report());
  }, TELL_MS);
}

function log(event: string, details?: SyncLogLine['details']): void {
  send('log', { event, details } satisfies SyncLogLine);
}

function reportBug(error: unknown): void {
  const { message = String(error), stack = '' } = error instanceof Error ? error : {};
  send('bug', { message, stack } satisfies SyncBug);
}

const calls: SyncCalls = {
  async open({ journal, settings, key }) {
    const store = stationCaller(journal);
    closeStore = () => store.close();
    opened = await openCentre({
      folder,
      app,
      archive,
      settings,
      key,
      rounds: createRounds({ store, app, behind: () => behind, log }),
      facts: () => store.facts(),
      onChange: tell,
      log,
      reportBug,
    });
    await opened.start();
    return opened.report();
  },
  look: (input) => centre().look(input),
  connect: async (input) => told(await centre().connect(input)),
  signIn: async (input) => told(await centre().signIn(input)),
  signOut: async () => done(centre().signOut()),
  people: () => centre().people(),
  leave: async () => done(centre().leave()),
  written() {
    centre().written();
    return null;
  },
  now: async () => done(centre().now()),
  setPause: async (input) => done(centre().setPause(input)),
  setPlan: async (input) => told(await centre().setPlan(input)),
  authorities: () => centre().authorities(),
  attention: (input) => centre().attention(input),
  decide: async (input) => told(await centre().decide(input)),
  token: (stale) => centre().token(stale),
  setBehind(next) {
    Object.assign(behind, next);
    return null;
  },
  async close() {
    if (telling !== null) clearTimeout(telling);
    await opened?.close();
    closeStore();
    return null;
  },
};
const send = serveCalls(threadPort(), calls);

/** What changed is told before the answer, so that whoever asked sees it. */
function told<T>(answer: T): T {
  send('report', centre().report());
  return answer;
}

async function done(work: Promise<void>): Promise<null> {
  await work;
  return told(null);
}
