/**
 * Work that is here and cannot come to count by itself, see `contract-waiting.ts`: found when it is asked for, written again or
 * left when a person says so. Where there is none of it, asking costs three small queries.
 */
import { v7 as newId } from 'uuid';
import type { Database } from '../../../node/sqlite/open-database.ts';
import { MOST_PIECES, type WaitingWork } from '../../../shared/rpc/contract-waiting.ts';
import { must } from '../../../shared/must.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import { createActWriter } from './acts.ts';
import type { Anew } from './anew.ts';
import type { Commands } from './commands.ts';
import { createCounted } from './counted.ts';
import type { Meta } from './meta.ts';
import type { OpWriter } from './op-writer.ts';
import { reverseOf } from './reverse.ts';
import { createHeldWork } from './waiting-held.ts';
import { createLostWork } from './waiting-lost.ts';
import { createStrandedWork } from './waiting-stranded.ts';

/** A work with what would be written of it: as much as was asked for. `total` counts changes, or records where they came whole. */
export type FoundWork = Pick<WaitingWork, 'key' | 'kind' | 'replica' | 'total'> & {
  readonly pieces: readonly Anew[];
  /** Notes that all of it was written again, where the log does not show it; within the transaction that wrote it. */
  readonly settle?: () => void;
};

export type WaitingDeps = {
  readonly db: Database;
  readonly meta: Meta;
  readonly records: { readonly read: (id: RecordId) => RecordState | null };
  readonly writer: OpWriter;
  readonly commands: Commands;
};

export type Waiting = {
  list(): Promise<{ readonly n: number; readonly works: WaitingWork[] }>;
  /** Writes a work again as one command; `records` 0 when there is no such work. */
  letCount(key: string, now: number): Promise<{ readonly n: number; readonly records: number }>;
  leave(key: string, isLeft: boolean): void;
};

export function createWaiting({ db, meta, records, writer, commands }: WaitingDeps): Waiting {
  const counted = createCounted(db, records.read);
  const read = records.read;
  const sources = [
    createHeldWork(db, counted.isNamedOrElsewhere),
    createStrandedWork(db, read),
    createLostWork({ db, meta, read, isElsewhere: counted.isElsewhere }),
  ];
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other: they share what is remembered. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  }

  async function find(limit: number): Promise<FoundWork[]> {
    const works: FoundWork[] = [];
    for (const source of sources) works.push(...(await source(limit)));
    return works;
  }

  const left = (): Set<string> => new Set(JSON.parse(meta.read('left') ?? '[]') as string[]);

  function write(work: FoundWork, now: number): { n: number; records: number } {
    const anew = new Map<Edit, Anew>(work.pieces.map((piece) => [piece.edit, piece]));
    return db.transaction(() => {
      const session = writer.begin('window', now);
      const id = newId();
      // What stands here all the time changes nothing that could be taken back.
      const isStacked = work.kind !== 'stranded';
      const about = { writer: 'window', command: 'journal.letCount', group: null, isStacked } as const;
      commands.add({ id, n: session.n, ...about });
      const acts = createActWriter(session, {
        id,
        newId,
        isReversal: false,
        anewOf: (edit) => must(anew.get(edit), 'an edit of this work'),
        written: (touched) => {
          if (isStacked) commands.addReverse(id, reverseOf(touched, new Set()));
        },
      });
      acts.write(anew.keys(), true);
      session.end();
      work.settle?.();
      return { n: session.n, records: new Set(work.pieces.map(({ edit }) => edit.rec)).size };
    });
  }

  return {
    async list() {
      const found = await inTurn(() => find(MOST_PIECES));
      const isLeft = left();
      const works = found.map(({ key, kind, replica, total, pieces }) => ({
        key,
        kind,
        replica,
        total,
        pieces: pieces.slice(0, MOST_PIECES).map(({ edit, op, at, by }) => {
          const { rec, t, k: kind, f: values } = edit;
          return { op, rec, t, kind, values, at, by };
        }),
        isLeft: isLeft.has(key),
      }));
      return { n: meta.localNumber(), works };
    },
    letCount: (key, now) =>
      inTurn(async () => {
        const work = (await find(Infinity)).find((each) => each.key === key && each.pieces.length > 0);
        return work === undefined ? { n: meta.localNumber(), records: 0 } : write(work, now);
      }),
    leave(key, isLeft) {
      const keys = left();
      if (isLeft) keys.add(key);
      else keys.delete(key);
      meta.set('left', JSON.stringify([...keys]));
    },
  };
}
