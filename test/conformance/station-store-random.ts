/** Random work on a station's rows must read back as it does from maps, with transactions that are taken back in between. */
import { array, assert, asyncProperty, boolean, nat, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '../../shared/must.ts';
import type { ReplicaPlace, StationRows } from '../../shared/sync/station/station-rows.ts';
import { openMemoryRows } from './memory-rows-under-test.ts';
import {
  A,
  B,
  cursor,
  EPOCH,
  hash,
  meet,
  RECORDS,
  state,
  write,
  type RowsUnderTest,
} from './station-rows-builders.ts';

export function stationRowsRandom(name: string, open: () => Promise<RowsUnderTest>): void {
  describe(`random work on ${name}`, () => {
    test('reads back as from maps', async () => {
      const command = record({ k: nat(9), a: nat(1), b: nat(5), c: nat(1) });
      const turn = record({ commands: array(command, { maxLength: 8 }), isCut: boolean() });
      await assert(
        asyncProperty(array(turn, { maxLength: 8 }), async (turns) => {
          const [left, right] = [await open(), openMemoryRows()];
          try {
            for (const store of [left, right]) store.transaction((rows) => meet(rows, A, B));
            for (const each of turns) {
              const results = [left, right].map((store) => run(store, each));
              expect(results[0]).toEqual(results[1]);
              expect(left.picture(dump)).toEqual(right.picture(dump));
            }
          } finally {
            await left.close();
            await right.close();
          }
        }),
        { numRuns: 40, seed: 6 },
      );
    });
  });
}

type Command = { k: number; a: number; b: number; c: number };

function run(store: RowsUnderTest, turn: { commands: Command[]; isCut: boolean }): string {
  try {
    store.transaction((rows) => {
      for (const command of turn.commands) doCommand(rows, command);
      if (turn.isCut) throw new Error('cut');
    });
    return 'done';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What a command of each number does; `rec` and `replica` are picked by the command. */
const COMMANDS: readonly ((
  rows: StationRows,
  on: { replica: string; rec: string; known: ReplicaPlace; b: number; c: number },
) => void)[] = [
  (rows, { replica, rec }) => write(rows, replica, 1, { rec }),
  (rows, { replica, rec }) => write(rows, replica, 1, { rec, status: 'held' }),
  (rows, { replica, b, c }) => {
    if (rows.op(replica, b) !== null) rows.setStatus(replica, b, c === 0 ? 'applied' : 'withheld', null);
  },
  (rows, { replica, known, b }) => {
    if (b < 1 || b > known.seq || rows.op(replica, b) === null) return;
    rows.moveToForked(replica, b);
    rows.saveReplica({ ...known, seq: b - 1, hash: hash(b - 1), wrote: Math.min(known.wrote, b - 1) });
  },
  (rows, { known, b, c }) => rows.saveReplica({ ...known, acked: b, durable: Math.min(b, c) }),
  (rows, { replica, rec, b }) => rows.saveState(state(rec, `${replica}${b}`)),
  (rows, { rec, c }) => (c === 0 ? rows.want(rec) : rows.unwant(rec)),
  (rows, { b }) => rows.saveCursor(cursor(b + 1), [cursor(1)]),
  (rows, { rec, b }) => {
    rows.saveFloorVector(EPOCH, b, { [A]: b + 1 });
    rows.saveFloor({ rec, epoch: EPOCH, asOf: b, without: [] });
  },
  (rows, { b }) => rows.dropFloors(EPOCH, b),
];

function doCommand(rows: StationRows, { k, a, b, c }: Command): void {
  const replica = a === 0 ? A : B;
  const rec = RECORDS[c] ?? RECORDS[0];
  const known = must(rows.replica(replica), 'a replica');
  must(COMMANDS[k], 'a command')(rows, { replica, rec, known, b, c });
}

/** Everything that can be read, in one order. */
function dump(rows: StationRows): unknown {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  return [A, B].map((id) => ({
    place: { ...must(rows.replica(id), 'a replica'), hash: text(must(rows.replica(id), 'a replica').hash) },
    ops: [...rows.ops(id, 0)].map((each) => [
      each.seq,
      each.rec,
      each.status,
      text(each.bytes),
      text(each.hash),
    ]),
    held: [...rows.held(id)].map((each) => each.seq),
    withHeld: [...rows.replicasWithHeld()].sort(),
    ofRecords: RECORDS.map((rec) =>
      [...rows.opsOfRecord(rec)].map((each) => `${each.replica}:${each.seq}`).sort(),
    ),
    states: RECORDS.map((rec) => rows.state(rec)),
    wanted: [...rows.wanted(10)].sort(),
    floors: RECORDS.map((rec) => rows.floor(rec)),
    vectors: [0, 1, 2, 3, 4, 5].map((srv) => rows.floorVector(EPOCH, srv)),
    cursor: [rows.cursor(), rows.marks()],
    counts: rows.counts(),
  }));
}
