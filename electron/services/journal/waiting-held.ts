/** What waits here in the log: steps that nobody ended, and what only a newer program can read. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Database } from '../../../node/sqlite/open-database.ts';
import { decodeOp, type KnownOp } from '../../../shared/sync/op-bytes.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { readOpBytes, type ReadOp } from '../../../shared/sync/read-op.ts';
import { anewOfWaiting } from './anew.ts';
import { createOpenList, type OpenList } from './open-list.ts';
import type { FoundWork } from './waiting.ts';

/** So many ops are read between two turns of the thread. */
const SLICE = 500;

type Sum = { no: number; id: string; count: number; last: number };
type Waiting = {
  readonly steps: Map<RecordId, OpenList<number>>;
  readonly sum: string;
  readonly newer: number;
};

export type HeldWork = (limit: number) => Promise<FoundWork[]>;

/** `counts` tells whether what an op wrote has been written again. */
export function createHeldWork(db: Database, counts: (op: KnownOp) => boolean): HeldWork {
  const sums = db.prepare<Sum>(`
    SELECT replicas.no AS no, replicas.id AS id, count(*) AS count, max(ops.seq) AS last
    FROM ops JOIN replicas ON replicas.no = ops.replica WHERE applied <> 1 AND applied = 0 GROUP BY ops.replica`);
  const slice = db.prepare<{ seq: number; bytes: Uint8Array }>(`
    SELECT seq, bytes FROM ops WHERE applied <> 1 AND applied = 0 AND replica = ? AND seq > ? ORDER BY seq LIMIT ${SLICE}`);
  const withheld = db.prepare<{ bytes: Uint8Array }>(
    'SELECT bytes FROM ops WHERE applied <> 1 AND applied = 2 AND replica = ?',
  );
  const one = db.prepare<{ bytes: Uint8Array }>('SELECT bytes FROM ops WHERE replica = ? AND seq = ?');
  /** By replica. What waits is read again only when more of it came, or some went. */
  const known = new Map<number, Waiting>();

  async function* held(no: number): AsyncGenerator<ReadOp> {
    for (let rows = slice.all(no, 0); rows.length > 0; rows = slice.all(no, rows.at(-1)?.seq ?? 0)) {
      for (const { bytes } of rows) {
        const op = readOpBytes(bytes, decodeOp);
        if (op !== null) yield op;
      }
      await turn();
    }
  }

  /** By step, the numbers of what waits of it; null where something of it is left to a newer program. */
  async function gather(no: number): Promise<{ steps: Map<RecordId, number[] | null>; newer: number }> {
    const steps = new Map<RecordId, number[] | null>();
    let newer = 0;
    for await (const op of held(no)) {
      if (op.st === undefined || op.known === null) newer++;
      if (op.st === undefined) continue;
      const [step] = op.st;
      const its = steps.get(step) ?? (steps.has(step) ? null : []);
      if (op.known !== null) its?.push(op.seq);
      steps.set(step, op.known === null ? null : its);
    }
    return { steps, newer };
  }

  async function read({ no, count, last }: Sum): Promise<Waiting> {
    const sum = `${count} ${last}`;
    const before = known.get(no);
    if (before?.sum === sum) return before;
    const { steps, newer } = await gather(no);
    // About a step of which some is kept out at the centre, a person decides there.
    for (const { bytes } of withheld.each(no)) steps.delete(readOpBytes(bytes, decodeOp)?.st?.[0] ?? '');
    const all: Waiting = { steps: new Map(), sum, newer };
    for (const [step, its] of steps) {
      if (its === null) continue;
      const open = createOpenList<number>();
      open.add(its);
      all.steps.set(step, open);
    }
    known.set(no, all);
    return all;
  }

  return async (limit) => {
    const works: FoundWork[] = [];
    for (const sum of sums.all()) {
      const { steps, newer } = await read(sum);
      for (const [step, open] of steps) {
        const pieces = open.first(limit, (seq) => {
          const op = readOpBytes(one.get(sum.no, seq)?.bytes ?? new Uint8Array(), decodeOp)?.known ?? null;
          return op === null || counts(op) ? null : anewOfWaiting(op);
        });
        const about = { key: `step:${step}`, kind: 'step', replica: sum.id } as const;
        if (pieces.length > 0) works.push({ ...about, total: open.size(), pieces });
      }
      const about = { key: `newer:${sum.id}`, kind: 'newer', replica: sum.id } as const;
      if (newer > 0) works.push({ ...about, total: newer, pieces: [] });
    }
    return works;
  };
}
