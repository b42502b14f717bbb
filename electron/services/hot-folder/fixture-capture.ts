/** A host's capture on folders of a test: real journal, vault, queue, children, and a unit to scan. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { openTestIngest, type TestIngest } from '../../../test/fixtures/open-ingest.ts';
import { startForked } from '../../../node/calls/child.ts';
import { silentLog } from '../../../node/log.ts';
import type { Json } from '../../../shared/json.ts';
import { leavesOf } from '../../../shared/model/record-values.ts';
import { sheafIdOf } from '../../../shared/model/sheaf.ts';
import { must } from '../../../shared/must.ts';
import { fail } from '../../../shared/result.ts';
import type { CaptureAct, CaptureSettings, CaptureStatus } from '../../../shared/rpc/contract-capture.ts';
import type { Settings } from '../../../shared/rpc/contract.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import type { JobKind } from '../jobs/queue.ts';
import { sourceModules } from '../modules.ts';
import { createHotFolder, type HotFolder } from './hot-folder.ts';

export type TestCapture = {
  readonly archive: TestIngest;
  readonly services: () => HotFolder['services'];
  /** From this moment on nothing comes through any more; resolves when it has come. */
  killAt(moment: Moment): Promise<void>;
  /** From now on nothing can be taken in for this reason; null: all is well again. */
  refuse(code: string | null): void;
  /** Capture begins anew from its lines, as after a kill; `change` does something to them before. */
  restart(change?: () => Promise<void>): Promise<void>;
  /** The scanner’s folder and the unit of the test that runs. */
  readonly folder: () => string;
  readonly unit: () => string;
  /** Ends what is open; another folder and another unit. */
  renew(folder: string): Promise<void>;
  begin(
    change?: Partial<CaptureSettings> & { start?: number; unit?: string; takeOffered?: boolean },
  ): Promise<CaptureStatus>;
  act(act: CaptureAct): Promise<CaptureStatus>;
  /** Waits until the status is so. */
  until(what: string, isSo: (status: CaptureStatus) => boolean): Promise<CaptureStatus>;
  status(): Promise<CaptureStatus>;
  /** As a scanner does that writes and then renames. */
  put(name: string, bytes: Uint8Array): void;
  /** The leaves of the sheaf in their order, with the sha256 of their pictures: `1 ab12`. */
  pages(unit?: string): Promise<string[]>;
  makeUnit(values?: Record<string, Json>): Promise<string>;
  end(): Promise<Awaited<ReturnType<TestIngest['report']>>>;
  close(): Promise<void>;
};

/** Told when the tests of the whole program run at once on two cores. */
const DEADLINE_MS = 110_000;

/** Where a kill may come between capture and what takes files in. */
export const MOMENTS = [
  'before announcing',
  'after announcing',
  'before taking in',
  'after taking in',
] as const;
/** The other is for files of several pictures that are written anew. */
type Moment = (typeof MOMENTS)[number] | 'before making room';

/** `data`: the data folder; `folder`: the scanner's. */
export async function openTestCapture(data: string, folder: string): Promise<TestCapture> {
  mkdirSync(data, { recursive: true });
  mkdirSync(folder, { recursive: true });
  let settings: Settings = { language: null, backup: null, cpu: 'auto' };
  const listeners = new Set<() => void>();
  const killing = createKilling(() => archive.ingest);
  let hot: HotFolder | null = null;

  function make(journal: TestIngest['journal']): HotFolder {
    return createHotFolder({
      folder: data,
      journal: killing.journal(journal),
      settings: {
        read: () => settings,
        write: (patch) => (settings = { ...settings, ...(patch as Settings) }),
      },
      startChild: startForked,
      decodeChild: sourceModules().decodeChild,
      emit: () => {
        for (const listener of listeners) listener();
      },
      log: silentLog(),
      refuseMs: 1500,
    });
  }
  const archive: TestIngest = await openTestIngest(data, {
    kinds(journal) {
      hot = make(journal);
      const run: JobKind['run'] = (...job) => must(hot?.kinds[0], 'one kind').run(...job);
      return [{ kind: 'capture', atOnce: 1, isAwaited: true, run }];
    },
  });

  const current = () => must(hot, 'it was made with the kinds');
  await current().attach(killing.attached());

  const makeUnit = (values: Record<string, Json> = {}) => makeUnitIn(archive, values);
  let unit = await makeUnit();
  let scanned = folder;

  async function status(): Promise<CaptureStatus> {
    return must((await current().services['capture.status']({})).status, 'a session is open');
  }

  return {
    archive,
    services: () => current().services,
    killAt: (moment) => killing.at(moment),
    refuse: (code) => killing.refuse(code),
    async restart(change) {
      await current().close();
      killing.over();
      await change?.();
      hot = make(archive.journal);
      await hot.attach(killing.attached());
    },
    folder: () => scanned,
    unit: () => unit,
    async renew(next) {
      const { status: open } = await current().services['capture.status']({});
      if (open !== null) await current().services['capture.end']({ session: open.session });
      mkdirSync(next);
      scanned = next;
      unit = await makeUnit();
    },
    makeUnit,
    status,
    async begin({ start = 1, unit: other = unit, takeOffered = false, ...settings } = {}) {
      const answer = await current().services['capture.begin']({
        unit: other,
        settings: {
          folder: scanned,
          mode: 'rectos',
          isAuto: true,
          pattern: null,
          taken: 'leave',
          ...settings,
        },
        start: { num: start },
        takeOffered,
      });
      return must(answer.status, 'a session has begun');
    },
    async act(act) {
      const { session } = await status();
      const answer = await current().services['capture.act']({ session, id: newId(), act });
      return must(answer.status, 'a session is open');
    },
    until: (what, isSo) => waitUntil({ what, isSo, listeners, services: () => current().services }),
    put(name, bytes) {
      const draft = path.join(scanned, `${name}.tmp`);
      writeFileSync(draft, bytes);
      renameSync(draft, path.join(scanned, name));
    },
    pages: (of = unit) => pagesOf(archive, of),
    async end() {
      const { session } = await status();
      const { import: id } = await current().services['capture.end']({ session });
      await archive.ingest.idle();
      return archive.report(id);
    },
    async close() {
      await current().close();
      await archive.close();
    },
  };
}

async function makeUnitIn(archive: TestIngest, values: Record<string, Json>): Promise<string> {
  const [fonds, inventory, unit] = [newId(), newId(), newId()];
  const number = { num: 1 };
  const edits = [
    newRecord(fonds, 'fonds', { parent: null, number }),
    newRecord(inventory, 'inventory', { parent: fonds, number }),
    newRecord(unit, 'unit', { parent: inventory, number, ...values }),
  ];
  await archive.journal.commit({ id: newId(), command: 'record.create', edits }, 'window');
  return unit;
}

async function pagesOf(archive: TestIngest, unit: string): Promise<string[]> {
  const { states } = await archive.journal.pages({ parent: sheafIdOf(unit) });
  return states
    .map(viewOf)
    .filter(({ deleted }) => !deleted)
    .sort((a, b) => ((a.values['order'] as string) < (b.values['order'] as string) ? -1 : 1))
    .map(({ values }) => {
      const image = values['image'] as { sha256: string };
      return `${leavesOf(values, 'leaf')?.written ?? '-'} ${image.sha256.slice(0, 6)}`;
    });
}

/** What capture is attached to, and a way to cut it off. */
function createKilling(get: () => TestIngest['ingest']) {
  let moment: Moment | null = null;
  let refusal: string | null = null;
  let come = Promise.withResolvers<void>();

  function end(now: Moment): void {
    if (moment !== now) return;
    come.resolve();
    throw new Error('the program is killed');
  }

  function attached(): Parameters<HotFolder['attach']>[0] {
    const ingest = get();
    return {
      queue: ingest.queue,
      services: {
        ...ingest.services,
        async 'import.expect'(input) {
          end('before announcing');
          const answer = await ingest.services['import.expect'](input);
          end('after announcing');
          return answer;
        },
      },
      async takePage(...page) {
        end('before taking in');
        if (refusal !== null) return fail(refusal);
        const answer = await ingest.takePage(...page);
        end('after taking in');
        return answer;
      },
    };
  }

  return {
    attached,
    journal: (journal: TestIngest['journal']): TestIngest['journal'] => ({
      ...journal,
      async commit(change, writer) {
        if (change.command === 'capture.undo') end('before making room');
        return journal.commit(change, writer);
      },
    }),
    at(next: Moment): Promise<void> {
      moment = next;
      come = Promise.withResolvers<void>();
      return come.promise;
    },
    over(): void {
      moment = null;
    },
    refuse(code: string | null): void {
      refusal = code;
    },
  };
}

async function statusOf(services: HotFolder['services']): Promise<CaptureStatus | null> {
  return (await services['capture.status']({})).status;
}

function waitUntil(wait: {
  readonly what: string;
  readonly isSo: (status: CaptureStatus) => boolean;
  readonly listeners: Set<() => void>;
  readonly services: () => HotFolder['services'];
}): Promise<CaptureStatus> {
  const { listeners } = wait;
  return new Promise((resolve, reject) => {
    let last: CaptureStatus | null = null;
    const look = () =>
      void statusOf(wait.services()).then((status) => {
        last = status;
        if (status === null || !wait.isSo(status)) return;
        clearTimeout(timer);
        listeners.delete(look);
        resolve(status);
      });
    const timer = setTimeout(() => {
      listeners.delete(look);
      reject(new Error(`${wait.what}: ${JSON.stringify(last)}`));
    }, DEADLINE_MS);
    listeners.add(look);
    look();
  });
}
