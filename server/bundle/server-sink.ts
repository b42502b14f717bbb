/**
 * What the server does with a station's bundle: the same as when it comes over the line. The bundle's signature says whose it is; work of
 * one that is not signed, because it was cut off, counts as carried by a stranger, and its authors' seals speak for it.
 */
import { createReadStream, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleSink, Refusal } from '../../node/bundle/take-bundle.ts';
import { TroubleError, type Result } from '../../shared/result.ts';
import type { LineOf } from '../../shared/sync/bundle/bundle-lines.ts';
import type { PushAnswer, PushAsk } from '../../shared/sync/wire/messages.ts';
import type { ServerFiles } from '../files/open-server-files.ts';

export type ServerSinkDeps = {
  readonly archive: string;
  readonly push: (ask: PushAsk) => Promise<Result<PushAnswer, string>>;
  readonly files: Pick<ServerFiles, 'commitCarried' | 'commitInventory' | 'stateOf'>;
  /** The device that brings it. */
  readonly device: string;
  /** A folder on the archive's disk for a file on its way. */
  readonly work: string;
};

export type ServerSink = BundleSink & {
  /** What the station said of itself; null: nothing, no receipt can be made. */
  station(): LineOf<'station'> | null;
  /** The files that came or were named by their inventories. */
  files(): readonly string[];
};

export function createServerSink({ archive, push, files, device, work }: ServerSinkDeps): ServerSink {
  let station: LineOf<'station'> | null = null;
  const seen = new Set<string>();

  async function takeSegments({
    segments,
    seals,
  }: LineOf<'segments'>): Promise<{ ops: number; refused: Refusal[] }> {
    const sealOf = new Map(seals.map((seal) => [seal.replica, seal]));
    const sealed = segments.map((segment) => {
      const seal = segment.seal ?? sealOf.get(segment.replica);
      return seal === undefined ? segment : { ...segment, seal };
    });
    const answer = await push({ segments: sealed });
    if (!answer.ok) throw new TroubleError(answer.code, answer.details);
    const { results, withheld } = answer.value;
    return {
      ops: segments.reduce((sum, { items }) => sum + items.length, 0),
      refused: [
        ...results.flatMap(({ replica, problem }) =>
          problem === undefined ? [] : [{ what: replica, code: problem }],
        ),
        ...withheld.map(({ id, code }) => ({ what: id, code })),
      ],
    };
  }

  return {
    station: () => station,
    files: () => [...seen],
    async takeLine(line) {
      if (line.t === 'segments') return takeSegments(line);
      if (line.t === 'station') station = line;
      if (line.t === 'inventory') {
        const taken = await files.commitInventory(archive, line.batch, Buffer.from(line.text, 'utf8'));
        if (!taken.ok) return { ops: 0, refused: [{ what: line.batch, code: taken.code }] };
      }
      return { ops: 0, refused: [] };
    },
    async takeFile(sha256, extract) {
      seen.add(sha256);
      const { verified } = await files.stateOf(archive, [sha256]);
      if (verified.includes(sha256)) return 'known';
      const path = join(work, sha256);
      await extract(path);
      try {
        const { size } = statSync(path);
        const taken = await files.commitCarried(archive, { sha256, size, device }, createReadStream(path));
        if (!taken.ok) throw new TroubleError(taken.code, taken.details);
      } finally {
        await rm(path, { force: true });
      }
      return 'stored';
    },
  };
}
