/** What a station's rows must do, whoever keeps them: SQLite in the journal, maps in the simulator. Examples for each call. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/must.ts';
import type { StationRows } from '../../shared/sync/station/station-rows.ts';
import {
  A,
  B,
  cursor,
  EPOCH,
  gap,
  hash,
  manifest,
  meet,
  op,
  PERSON,
  place,
  RECORDS,
  state,
  write,
  type RowsUnderTest,
} from './station-rows-builders.ts';

export function stationRowsSuite(name: string, open: () => Promise<RowsUnderTest>): void {
  describe(`a station's rows in ${name}`, () => {
    let store: RowsUnderTest;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());
    const write1 = (work: (rows: StationRows) => void): void => store.transaction(work);
    const read = <T>(work: (rows: StationRows) => T): T => store.picture(work);

    test('a transaction that throws leaves nothing', () => {
      write1((rows) => {
        meet(rows, A);
        write(rows, A, 1);
      });
      expect(() =>
        write1((rows) => {
          write(rows, A, 2, { status: 'held' });
          rows.saveState(state(RECORDS[0], 'Қор'));
          rows.want(RECORDS[1]);
          rows.addGap(gap(A, 9, 9, 'before'));
          rows.saveCursor(cursor(3), []);
          throw new Error('cut');
        }),
      ).toThrow('cut');
      read((rows) => {
        expect(rows.replica(A)?.seq).toBe(1);
        expect(rows.op(A, 2)).toBeNull();
        expect(rows.state(RECORDS[0])).toBeNull();
        expect(rows.wanted(10)).toEqual([]);
        expect(rows.gaps(A)).toEqual([]);
        expect(rows.cursor()).toBeNull();
        expect(rows.replicasWithHeld()).toEqual([]);
      });
    });

    test('a writer whose replica is renewed writes under a fresh one; the old one stays', () => {
      const live = must(
        read((rows) => [...rows.replicas()].find((each) => each.isLive)),
        'a writer',
      );
      write1((rows) => write(rows, live.id, 2));
      const fresh = store.transaction((rows) => rows.renew(live.id));
      read((rows) => {
        expect(rows.replica(live.id)).toMatchObject({ isLive: false, wrote: 2, seq: 2 });
        expect(rows.replica(fresh.id)).toMatchObject({ isLive: true, wrote: 0, seq: 0, acked: 0 });
        expect(fresh.id).not.toBe(live.id);
      });
    });

    test('a live replica has written as far as it is', () => {
      const live = must(
        read((rows) => [...rows.replicas()].find((each) => each.isLive)),
        'a writer',
      );
      write1((rows) => write(rows, live.id, 3));
      expect(read((rows) => rows.replica(live.id))).toMatchObject({ isLive: true, wrote: 3, seq: 3 });
    });

    test('ops come back as they were given, with the order of their arrival', () => {
      write1((rows) => {
        meet(rows, A, B);
        write(rows, A, 2);
        write(rows, B, 1, { rec: RECORDS[1] });
        write(rows, A, 1, { rec: RECORDS[1], status: 'held' });
      });
      read((rows) => {
        expect([...rows.ops(A, 1)].map((each) => each.seq)).toEqual([2, 3]);
        expect([...rows.opsOfRecord(RECORDS[1])].map((each) => `${each.replica}:${each.seq}`).sort()).toEqual(
          [`${A}:3`, `${B}:1`],
        );
        expect(Buffer.from(must(rows.op(A, 2), 'an op').bytes).toString()).toBe(`{"id":"${A}:2"}`);
        expect(Buffer.compare(must(rows.op(A, 2), 'an op').hash, hash(2))).toBe(0);
        expect(must(rows.op(B, 1), 'an op').pos).toBeGreaterThan(must(rows.op(A, 2), 'an op').pos);
        expect(rows.opFacts(A, 3)).toMatchObject({ rec: RECORDS[1], status: 'held' });
        expect([...rows.held(A)].map((each) => each.seq)).toEqual([3]);
        expect(rows.replicasWithHeld()).toEqual([A]);
      });
      write1((rows) => rows.setStatus(A, 3, 'withheld', 'PERSON_CLOSED'));
      read((rows) => {
        expect(rows.opFacts(A, 3)?.status).toBe('withheld');
        expect(rows.replicasWithHeld()).toEqual([]);
      });
    });

    test('the same number cannot be given twice', () => {
      write1((rows) => {
        meet(rows, A);
        write(rows, A, 1);
      });
      expect(() => write1((rows) => rows.append(op(A, 1)))).toThrow();
    });

    test('ops that lose their numbers are kept apart', () => {
      write1((rows) => {
        meet(rows, A);
        write(rows, A, 4);
        rows.saveReplica(place(A, 6));
        rows.addGap(gap(A, 5, 5, 'withheld'));
        rows.addGap(gap(A, 6, 6, 'withheld'));
        rows.moveToForked(A, 3);
        rows.saveReplica(place(A, 2));
      });
      read((rows) => {
        expect([...rows.ops(A, 0)].map((each) => each.seq)).toEqual([1, 2]);
        expect([...rows.opsOfRecord(RECORDS[0])].map((each) => each.seq)).toEqual([1, 2]);
        expect(rows.gaps(A)).toEqual([]);
        expect(rows.counts().forked).toBe(2);
      });
      write1((rows) => {
        write(rows, A, 2);
        rows.moveToForked(A, 4);
        rows.saveReplica(place(A, 3));
      });
      expect(read((rows) => rows.counts().forked)).toBe(3);
    });

    test('gaps are listed in order, by replica', () => {
      write1((rows) => {
        meet(rows, A, B);
        rows.addGap(gap(A, 7, 7, 'withheld'));
        rows.addGap(gap(A, 1, 5, 'before'));
        rows.addGap(gap(B, 1, 2, 'before'));
      });
      read((rows) => {
        expect(rows.gaps(A).map((each) => [each.from, each.to, each.kind])).toEqual([
          [1, 5, 'before'],
          [7, 7, 'withheld'],
        ]);
        expect(rows.gaps(A)[1]).toMatchObject({ rec: RECORDS[0], code: 'OP_TOO_LARGE' });
        expect(rows.hasGapsBefore()).toBe(true);
        expect(rows.counts().missing).toBe(7);
      });
      write1((rows) => {
        rows.dropGap(A, 1);
        rows.dropGap(B, 1);
      });
      expect(read((rows) => rows.hasGapsBefore())).toBe(false);
    });

    test('states are what was saved last', () => {
      write1((rows) => rows.saveState(state(RECORDS[0], 'Қор')));
      write1((rows) => rows.saveState(state(RECORDS[0], 'Фонд')));
      expect(read((rows) => rows.state(RECORDS[0]))).toEqual(state(RECORDS[0], 'Фонд'));
    });

    test('states with ops of a replica are found by it', () => {
      write1((rows) => {
        rows.saveState(state(RECORDS[0], 'Қор'));
        rows.saveState({ id: RECORDS[1], t: 'fonds', f: {} });
      });
      expect(read((rows) => [rows.recordsNaming(A), rows.recordsNaming(B)])).toEqual([[RECORDS[0]], []]);
    });

    test('floors go with the cursor, and their vectors with the last of them', () => {
      write1((rows) => {
        rows.saveFloorVector(EPOCH, 4, { [A]: 3 });
        rows.saveFloorVector(EPOCH, 9, { [A]: 5 });
        rows.saveFloor({ rec: RECORDS[0], epoch: EPOCH, asOf: 4, without: [`${A}:2`] });
        rows.saveFloor({ rec: RECORDS[1], epoch: EPOCH, asOf: 9, without: [] });
      });
      read((rows) => {
        expect(rows.hasFloors()).toBe(true);
        expect(rows.floor(RECORDS[0])?.without).toEqual([`${A}:2`]);
        expect([...rows.floored()].sort()).toEqual([...RECORDS]);
        expect(rows.floorVector(EPOCH, 9)).toEqual({ [A]: 5 });
      });
      write1((rows) => rows.dropFloors(EPOCH, 4));
      read((rows) => {
        expect(rows.floor(RECORDS[0])).toBeNull();
        expect(rows.floor(RECORDS[1])).not.toBeNull();
        expect(rows.floorVector(EPOCH, 4)).toBeNull();
      });
    });

    test('what is wanted is told until it is there', () => {
      write1((rows) => {
        rows.want(RECORDS[1]);
        rows.want(RECORDS[0]);
        rows.want(RECORDS[1]);
      });
      read((rows) => {
        expect(rows.wanted(1)).toHaveLength(1);
        expect([...rows.wanted(9)].sort()).toEqual([...RECORDS]);
        expect(rows.isWanted(RECORDS[0])).toBe(true);
      });
      write1((rows) => rows.unwant(RECORDS[0]));
      expect(read((rows) => rows.wanted(9))).toEqual([RECORDS[1]]);
    });

    test('the cursor and its older places', () => {
      write1((rows) => rows.saveCursor(cursor(5), [cursor(1), cursor(3)]));
      read((rows) => {
        expect(rows.cursor()).toEqual(cursor(5));
        expect(rows.marks()).toEqual([cursor(1), cursor(3)]);
      });
      write1((rows) => rows.saveCursor(null, []));
      expect(read((rows) => [rows.cursor(), rows.marks()])).toEqual([null, []]);
    });

    test('of seals the newest of a replica stays', () => {
      const seal = (seq: number) => ({
        replica: A,
        seq,
        hash: seq.toString(16).padStart(64, '0'),
        device: EPOCH,
        signature: `s${seq}`,
      });
      write1((rows) => {
        meet(rows, A);
        rows.saveSeal(seal(2));
        rows.saveSeal(seal(5));
        rows.saveSeal(seal(4));
      });
      expect(read((rows) => [rows.seal(A), rows.seal(B)])).toEqual([seal(5), null]);
    });

    test('a snapshot is staged part by part, and a second one takes its place', () => {
      const row = (rec: string) => ({ rec, state: state(rec, 'Қор'), without: [] });
      write1((rows) => {
        rows.beginStaging(manifest(EPOCH));
        rows.stagePart(1, [row(RECORDS[1])]);
        rows.stagePart(0, [row(RECORDS[0])]);
        rows.stagePart(0, [row(RECORDS[0])]);
      });
      read((rows) => {
        expect(new Set(must(rows.staged(), 'a snapshot').parts)).toEqual(new Set([0, 1]));
        expect(must(rows.staged(), 'a snapshot').manifest.id).toBe(EPOCH);
        expect([...rows.stagedRows()].map((each) => each.rec).sort()).toEqual([...RECORDS]);
      });
      write1((rows) => rows.beginStaging(manifest(PERSON)));
      expect(read((rows) => [...must(rows.staged(), 'a snapshot').parts])).toEqual([]);
      write1((rows) => rows.dropStaging());
      expect(read((rows) => rows.staged())).toBeNull();
    });

    test('counts tell what the centre does not have', () => {
      write1((rows) => {
        meet(rows, A, B);
        write(rows, A, 3);
        write(rows, B, 2, { rec: RECORDS[1] });
        rows.saveReplica({ ...must(rows.replica(A), 'A'), acked: 3 });
        rows.saveReplica({ ...must(rows.replica(B), 'B'), acked: 1 });
      });
      expect(read((rows) => rows.counts())).toMatchObject({ unsentOps: 1, unsentRecords: 1, held: 0 });
      // A restored server may have less than it said before.
      write1((rows) => rows.saveReplica({ ...must(rows.replica(A), 'A'), acked: 1 }));
      expect(read((rows) => rows.counts())).toMatchObject({ unsentOps: 3, unsentRecords: 2 });
    });
  });
}
