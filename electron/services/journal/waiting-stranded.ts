/**
 * Values that came here in whole states and whose ops neither this station nor the centre has: the centre and the station that
 * wrote them were both set back.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { Database } from '../../../node/sqlite/open-database.ts';
import { readOpId } from '../../../shared/sync/op-id.ts';
import type { OpId, RecordId, ReplicaId } from '../../../shared/sync/op.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import { createOpenList, type OpenList } from './open-list.ts';
import { strandedEdits } from './salvage.ts';
import type { FoundWork } from './waiting.ts';

/** So many rows are looked through between two turns of the thread. */
const SLICE = 2000;

type Range = { readonly replica: ReplicaId; readonly from: number; readonly to: number };

export function createStrandedWork(
  db: Database,
  read: (id: RecordId) => RecordState | null,
): (limit: number) => Promise<FoundWork[]> {
  const ranges = db.prepare<Range>(`
    SELECT replicas.id AS replica, max(gaps.first, replicas.acked + 1) AS "from", gaps.last AS "to"
    FROM gaps JOIN replicas ON replicas.no = gaps.replica WHERE gaps.kind = 'before' AND gaps.last > replicas.acked`);
  const end = db.prepare<{ id: string }>(
    `SELECT id FROM records WHERE id > ? ORDER BY id LIMIT 1 OFFSET ${SLICE}`,
  );
  const naming = db.prepare<{ id: string }>(
    'SELECT id FROM records WHERE id > :after AND id <= :last AND instr(doc, :replica) > 0 ORDER BY id',
  );
  /** The records that may hold such values: looked for once, as whole states are put in place at once. */
  const candidates = new Map<ReplicaId, OpenList<RecordId>>();
  let looked = '';

  async function lookThrough(replicas: ReadonlySet<ReplicaId>): Promise<void> {
    candidates.clear();
    for (const replica of replicas) {
      const open = createOpenList<RecordId>();
      for (let after = '', next: string | undefined = ''; next !== undefined; after = next ?? '') {
        next = end.get(after)?.id;
        open.add(naming.all({ after, last: next ?? '~', replica: `"${replica}:` }).map(({ id }) => id));
        await turn();
      }
      candidates.set(replica, open);
    }
  }

  return async (limit) => {
    const all = ranges.all();
    if (all.length === 0) return [];
    const now = JSON.stringify(all);
    if (now !== looked) await lookThrough(new Set(all.map(({ replica }) => replica)));
    looked = now;
    return [...candidates].flatMap(([replica, open]): FoundWork[] => {
      const isStranded = (id: OpId): boolean => {
        const place = readOpId(id);
        return (
          place.replica === replica &&
          all.some((range) => range.replica === replica && place.seq >= range.from && place.seq <= range.to)
        );
      };
      const pieces = open
        .first(limit, (id) => {
          const state = read(id);
          const edits = state === null ? [] : strandedEdits(state, isStranded);
          return edits.length === 0 ? null : edits;
        })
        .flat();
      if (pieces.length === 0) return [];
      const total = Math.max(pieces.length, open.size());
      return [{ key: `stranded:${replica}`, kind: 'stranded', replica, total, pieces }];
    });
  };
}
