/** The journal's own way of writing, on a station's tables in memory: the shipped op writer does the work. */
import { must } from '../../../shared/must.ts';
import { parentOf as shownParent } from '../../../shared/model/record-values.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import { readOpId } from '../../../shared/sync/op-id.ts';
import { createContained, findGap } from '../../../shared/sync/station/contained.ts';
import type { StationRows } from '../../../shared/sync/station/station-rows.ts';
import type { OpWriterDeps } from '../../../electron/services/journal/op-writer.ts';
import type { RecordDraft, Touched } from '../../../electron/services/journal/record-store.ts';
import type { Replica } from '../../../electron/services/journal/replicas.ts';
import { appendOp, lastClockOf, moveClockOf, newReplica, type StationTables } from './station-tables.ts';

export function memoryWriterDeps(tables: StationTables, rows: StationRows): OpWriterDeps {
  const { meta } = tables;
  return {
    meta: {
      archive: () => String(must(meta.get('archive'), 'an archive')),
      person: () => String(must(meta.get('person'), 'a person')),
      localNumber: () => Number(meta.get('n') ?? 0),
      set: (key, value) => meta.put(key, value),
    },
    log: {
      append: ({ replica, seq, rec, bytes, hash }) =>
        appendOp(tables, { replica: replica.id, seq, rec, status: 'applied', bytes, hash }),
      holds: (id, rec) => {
        const { replica, seq } = readOpId(id);
        return (
          tables.ops.has(id) ||
          findGap(rows.gaps(replica), seq) !== null ||
          createContained(rows).cameWhole(id, rec)
        );
      },
      isApplied: (id, rec) => createContained(rows).isContained(id, rec),
    },
    replicas: memoryReplicas(tables),
    records: memoryRecords(tables),
  };
}

/** Every writer gets a new replica; the old ones stay as somebody's. */
export function renewAll(tables: StationTables, newReplicaId: () => string): void {
  const before = [...tables.replicas.values()];
  for (const row of before) {
    if (row.writer === null) continue;
    const fresh = newReplica(newReplicaId(), row.writer);
    tables.replicas.put(row.id, { ...row, writer: null, wrote: row.seq });
    tables.replicas.put(fresh.id, fresh);
  }
}

function memoryReplicas(tables: StationTables): OpWriterDeps['replicas'] {
  const { replicas } = tables;
  return {
    load(writer) {
      const row = [...replicas.values()].find((each) => each.writer === writer);
      const { id, seq, hash } = must(row, `the replica of ${writer}`);
      return { no: 0, id, seq, hash } satisfies Replica;
    },
    save(replica, clock) {
      const row = must(replicas.get(replica.id), 'a replica');
      replicas.put(replica.id, { ...row, seq: replica.seq, hash: replica.hash });
      if (clock !== null) moveClockOf(tables, clock);
    },
    lastClock: () => lastClockOf(tables),
  };
}

function memoryRecords({ records }: StationTables): OpWriterDeps['records'] {
  const read = (id: string): RecordState | null => {
    const doc = records.get(id);
    return doc === undefined ? null : (JSON.parse(doc) as RecordState);
  };
  const draft = (): RecordDraft => {
    const loaded = new Map<string, { before: RecordState | null; after: RecordState | null }>();
    const load = (id: string): { before: RecordState | null; after: RecordState | null } => {
      let record = loaded.get(id);
      if (record === undefined) {
        const before = read(id);
        loaded.set(id, (record = { before, after: before }));
      }
      return record;
    };
    const touched = (): Touched[] =>
      [...loaded.values()].flatMap(({ before, after }) =>
        after === null || after === before ? [] : [{ before, after }],
      );
    return {
      state: (id) => load(id).after,
      typeOf: (id) => load(id).after?.t ?? null,
      parentOf: (id) => {
        const state = load(id).after;
        return state === null ? null : shownParent(viewOf(state).values);
      },
      put: (state) => {
        load(state.id).after = state;
      },
      touched,
      flush() {
        for (const { after } of touched()) records.put(after.id, JSON.stringify(after));
        loaded.clear();
      },
    };
  };
  return { bytesOf: (id) => records.get(id)?.length ?? 0, draft };
}
