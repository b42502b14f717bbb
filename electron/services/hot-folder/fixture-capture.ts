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
import type { CaptureAct, CaptureSettings, CaptureStatus } from '../../../shared/rpc/contract-capture.ts';
import type { Settings } from '../../../shared/rpc/contract.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import { sourceModules } from '../modules.ts';
import { createHotFolder, type HotFolder } from './hot-folder.ts';

export type TestCapture = {
  readonly archive: TestIngest;
  readonly hot: HotFolder;
  readonly folder: string;
  readonly unit: string;
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

const DEADLINE_MS = 20_000;

/** `data`: the data folder; `folder`: the scanner's. Both may be there already. */
export async function openTestCapture(
  data: string,
  folder: string,
  change: Parameters<typeof openTestIngest>[1] & { unit?: string; now?: () => number } = {},
): Promise<TestCapture> {
  mkdirSync(data, { recursive: true });
  mkdirSync(folder, { recursive: true });
  let settings: Settings = { language: null, backup: null, cpu: 'auto' };
  const listeners = new Set<() => void>();
  let made: HotFolder | null = null;
  const archive = await openTestIngest(data, {
    ...change,
    kinds(journal) {
      made = createHotFolder({
        folder: data,
        journal,
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
        ...(change.now === undefined ? {} : { now: change.now }),
      });
      return made.kinds;
    },
  });
  const hot: HotFolder = must(made as HotFolder | null, 'the kinds were asked for');
  await hot.attach(archive.ingest);

  async function makeUnit(values: Record<string, Json> = {}): Promise<string> {
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
  const unit = change.unit ?? (await makeUnit());

  async function status(): Promise<CaptureStatus> {
    return must((await hot.services['capture.status']({})).status, 'a session is open');
  }

  return {
    archive,
    hot,
    folder,
    unit,
    makeUnit,
    status,
    async begin({ start = 1, unit: other = unit, takeOffered = false, ...settings } = {}) {
      const answer = await hot.services['capture.begin']({
        unit: other,
        settings: { folder, mode: 'rectos', isAuto: true, pattern: null, taken: 'leave', ...settings },
        start: { num: start },
        takeOffered,
      });
      return must(answer.status, 'a session has begun');
    },
    async act(act) {
      const { session } = await status();
      const answer = await hot.services['capture.act']({ session, id: newId(), act });
      return must(answer.status, 'a session is open');
    },
    until: (what, isSo) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error, value?: CaptureStatus) => {
          clearTimeout(timer);
          listeners.delete(look);
          if (value !== undefined) resolve(value);
          else reject(error ?? new Error(what));
        };
        let last: CaptureStatus | null = null;
        const look = () =>
          void hot.services['capture.status']({}).then(({ status: now }) => {
            last = now;
            if (now !== null && isSo(now)) end(undefined, now);
          });
        const timer = setTimeout(() => end(new Error(`${what}: ${JSON.stringify(last)}`)), DEADLINE_MS);
        listeners.add(look);
        look();
      }),
    put(name, bytes) {
      const draft = path.join(folder, `${name}.tmp`);
      writeFileSync(draft, bytes);
      renameSync(draft, path.join(folder, name));
    },
    async pages(of = unit) {
      const { states } = await archive.journal.pages({ parent: sheafIdOf(of) });
      return states
        .map(viewOf)
        .filter(({ deleted }) => !deleted)
        .sort((a, b) => ((a.values['order'] as string) < (b.values['order'] as string) ? -1 : 1))
        .map(({ values }) => {
          const image = values['image'] as { sha256: string };
          return `${leavesOf(values, 'leaf')?.written ?? '-'} ${image.sha256.slice(0, 6)}`;
        });
    },
    async end() {
      const { session } = await status();
      const { import: id } = await hot.services['capture.end']({ session });
      await archive.ingest.idle();
      return archive.report(id);
    },
    async close() {
      await hot.close();
      await archive.close();
    },
  };
}
