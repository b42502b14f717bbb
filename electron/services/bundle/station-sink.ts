/**
 * What a station does with the lines and files of a disk. Work of other stations is taken in like any op, and carried on to the centre;
 * a receipt is heard as if the centre had said it over the line.
 */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BundleSink, Refusal } from '../../../node/bundle/take-bundle.ts';
import type { BundleLine, LineOf } from '../../../shared/sync/bundle/bundle-lines.ts';
import type { StationStore } from '../../../shared/sync/station/station-store.ts';
import type { Cursor } from '../../../shared/sync/wire/cursor.ts';

export type CarriedFiles = {
  /** Whether these bytes are here, read again and sound. */
  has(sha256: string): Promise<boolean>;
  /** Where a file may be written that `takeCarried` will take: on the vault's own disk. */
  pathFor(sha256: string): string;
  /** Takes the file at this path into the vault; it is sent on to the centre. */
  takeCarried(sha256: string, path: string): Promise<'stored' | 'known'>;
  takeInventory(batch: string, text: string): Promise<void>;
  takeReceipt(receipt: Omit<LineOf<'files'>, 't'>): Promise<void>;
};

export type SinkDeps = {
  readonly station: Pick<StationStore, 'takeOps' | 'hear' | 'takePage' | 'rewind' | 'facts'>;
  readonly files: CarriedFiles;
  /** The bundle is signed by the centre. Only then its words about the centre count. */
  readonly isReceipt: boolean;
  /** When the centre last answered here, by its own clock; null: never. */
  readonly heardAt: string | null;
};

export function createStationSink({ station, files, isReceipt, heardAt }: SinkDeps): BundleSink {
  /** A receipt that is older than the last word over the line says nothing new of what the centre has. */
  let isStale = false;

  async function takeSegments({ segments, seals }: LineOf<'segments'>): ReturnType<BundleSink['takeLine']> {
    const { ops, refused } = await station.takeOps({ segments, seals });
    return { ops, refused: refused.map(({ replica, code }) => ({ what: replica, code })) };
  }

  async function hear({ hello }: LineOf<'hello'>): ReturnType<BundleSink['takeLine']> {
    isStale = heardAt !== null && hello.serverTime < heardAt;
    if (isStale) return { ops: 0, refused: [] };
    const { ops } = await station.hear(hello);
    return { ops, refused: [] };
  }

  async function takePage({ from, page }: LineOf<'page'>): ReturnType<BundleSink['takeLine']> {
    const { cursor } = await station.facts();
    if (isStale || !follows(cursor, from, page.cursor)) return { ops: 0, refused: [] };
    let { ops, problem } = await station.takePage(page);
    if (problem === 'GAP') {
      // As over the line: read from the log's beginning, here if this receipt holds it, else with the next one.
      await station.rewind();
      if (from === null) ({ ops, problem } = await station.takePage(page));
    }
    return { ops, refused: problem === null ? [] : [{ what: 'page', code: problem }] };
  }

  return {
    async takeLine(line: BundleLine) {
      const nothing = { ops: 0, refused: [] as Refusal[] };
      if (line.t === 'segments') return takeSegments(line);
      if (line.t === 'inventory') await files.takeInventory(line.batch, line.text);
      if (!isReceipt) return nothing;
      if (line.t === 'hello') return hear(line);
      if (line.t === 'page') return takePage(line);
      if (line.t === 'files' && !isStale) await files.takeReceipt(line);
      return nothing;
    },
    async takeFile(sha256, extract) {
      if (await files.has(sha256)) return 'known';
      const path = files.pathFor(sha256);
      await mkdir(dirname(path), { recursive: true });
      await extract(path);
      return files.takeCarried(sha256, path);
    },
  };
}

/** Whether a page that goes from one place of the log to another brings this station further without leaving anything out. */
function follows(mine: Cursor | null, from: Cursor | null, to: Cursor | null): boolean {
  if (to === null) return false;
  if (mine === null) return from === null;
  return to.epoch === mine.epoch && (from === null || from.srv <= mine.srv) && to.srv > mine.srv;
}
