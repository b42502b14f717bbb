/**
 * What a server's store of one archive must do, whoever keeps it: SQLite in a thread, maps in the simulator, PostgreSQL one
 * day. Examples for each call.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ArchiveRead, ArchiveWrite } from '../../shared/sync/archive/archive-store.ts';
import {
  A,
  B,
  DEVICE,
  entry,
  hex,
  op,
  PERSON,
  push,
  RECORDS,
  state,
  type ArchiveUnderTest,
} from './archive-builders.ts';

export function archiveStoreSuite(name: string, open: () => Promise<ArchiveUnderTest>): void {
  describe(`a server's archive in ${name}`, () => {
    let opened: ArchiveUnderTest;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());
    const write = <T>(work: (tx: ArchiveWrite) => Promise<T>): Promise<T> => opened.store.write(work);
    const read = <T>(work: (tx: ArchiveRead) => Promise<T>): Promise<T> => opened.store.read(work);

    test('is empty at first', async () => {
      const facts = await read((tx) => tx.facts());
      expect(facts).toMatchObject({ head: 0, durable: 0, logHash: '0'.repeat(64) });
      expect(await read((tx) => tx.places(null))).toEqual([]);
      expect(await read((tx) => tx.entries(0, 10, 1000))).toEqual([]);
    });

    test('a write that throws leaves nothing', async () => {
      await write((tx) => push(tx, A, 1));
      await expect(
        write(async (tx) => {
          await push(tx, A, 2, { status: 'held' });
          await tx.saveStates([state(RECORDS[0], 'Қор')]);
          expect((await tx.facts()).head).toBe(3);
          throw new Error('cut');
        }),
      ).rejects.toThrow('cut');
      expect((await read((tx) => tx.facts())).head).toBe(1);
      expect((await read((tx) => tx.places([A])))[0]?.seq).toBe(1);
      expect(await read((tx) => tx.states([RECORDS[0]]))).toEqual([]);
      expect(await read((tx) => tx.held(null, null, 10))).toEqual([]);
    });

    test('writes come one at a time, and a write reads what it wrote', async () => {
      await Promise.all(
        [A, B, A, B, A].map((replica) =>
          write(async (tx) => {
            const { head } = await tx.facts();
            await push(tx, replica, 2);
            expect((await tx.facts()).head).toBe(head + 2);
          }),
        ),
      );
      const entries = await read((tx) => tx.entries(0, 100, 1_000_000));
      expect(entries.map(({ srv }) => srv)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect((await read((tx) => tx.facts())).logHash).toBe(hex(1010));
    });

    test('an entry never leaves a hole, and a number is given once', async () => {
      await write((tx) => push(tx, A, 1));
      await expect(write((tx) => tx.addEntries([entry(3, A, 1)]))).rejects.toThrow();
      await expect(write((tx) => tx.addOps([op(A, 1)]))).rejects.toThrow();
    });

    test('entries come with what a pull tells, within the limits but at least one', async () => {
      await write(async (tx) => {
        await push(tx, A, 2);
        await push(tx, B, 1, { status: 'withheld', rec: RECORDS[1] });
        await tx.addWithheld([
          {
            replica: B,
            seq: 1,
            code: 'PERSON_CLOSED',
            device: DEVICE,
            at: '2026-11-22T12:00:00.000Z',
            decidedBy: null,
          },
        ]);
      });
      const [first] = await read((tx) => tx.entries(0, 1, 1_000_000));
      expect(first).toMatchObject({
        srv: 1,
        replica: A,
        seq: 1,
        rec: RECORDS[0],
        text: op(A, 1).text,
        code: null,
      });
      expect(await read((tx) => tx.entries(0, 10, 1))).toHaveLength(1);
      const [withheld] = await read((tx) => tx.entries(2, 10, 1_000_000));
      expect(withheld).toMatchObject({ srv: 3, kind: 'withheld', hash: hex(1), code: 'PERSON_CLOSED' });
      expect(await read((tx) => tx.logHashes([1, 3, 9]))).toEqual([
        { srv: 1, hash: hex(1001) },
        { srv: 3, hash: hex(1003) },
      ]);
    });

    test('ops by number, by what waits, by record', async () => {
      await write(async (tx) => {
        await push(tx, A, 3);
        await push(tx, B, 2, { status: 'held', rec: RECORDS[1] });
      });
      const facts = await read((tx) =>
        tx.opFacts([
          { replica: A, seq: 2 },
          { replica: A, seq: 9 },
        ]),
      );
      expect(facts).toHaveLength(1);
      expect(facts[0]).toMatchObject({
        replica: A,
        seq: 2,
        rec: RECORDS[0],
        status: 'applied',
        hash: hex(2),
      });
      expect((await read((tx) => tx.ops({ replica: A, from: 2, to: 9 }, 10))).map(({ seq }) => seq)).toEqual([
        2, 3,
      ]);
      expect((await read((tx) => tx.ops({ replica: A, from: 1, to: 3 }, 2))).map(({ seq }) => seq)).toEqual([
        1, 2,
      ]);
      expect((await read((tx) => tx.held(null, null, 10))).map(({ seq }) => seq)).toEqual([1, 2]);
      expect(await read((tx) => tx.held(A, null, 10))).toEqual([]);
      expect((await read((tx) => tx.held(B, { replica: B, seq: 1 }, 10))).map(({ seq }) => seq)).toEqual([2]);
      const without = await read((tx) => tx.withoutOf([...RECORDS]));
      expect(without.map(({ id }) => id).sort()).toEqual([`${B}:1`, `${B}:2`]);
      await write((tx) => tx.setStatus([{ replica: B, seq: 1 }], 'applied'));
      expect((await read((tx) => tx.withoutOf([RECORDS[1]]))).map(({ id }) => id)).toEqual([`${B}:2`]);
    });

    test('states in slices by their id', async () => {
      await write((tx) => tx.saveStates([state(RECORDS[1], 'б'), state(RECORDS[0], 'а')]));
      await write((tx) => tx.saveStates([state(RECORDS[0], 'ә')]));
      expect(await read((tx) => tx.statesAfter(null, 1))).toEqual([state(RECORDS[0], 'ә')]);
      expect(await read((tx) => tx.statesAfter(RECORDS[0], 5))).toEqual([state(RECORDS[1], 'б')]);
      expect(await read((tx) => tx.states([RECORDS[1]]))).toEqual([state(RECORDS[1], 'б')]);
    });

    test('what came as a hash lacks its bytes until somebody brings them', async () => {
      await write((tx) => push(tx, A, 3, { status: 'withheld', text: null }));
      const lacking = await read((tx) => tx.lacking(10));
      expect(
        lacking.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i)),
      ).toEqual([1, 2, 3]);
      await write((tx) => tx.fillOps([op(A, 2, { status: 'withheld', rec: RECORDS[1] })]));
      expect((await read((tx) => tx.ops({ replica: A, from: 2, to: 2 }, 1)))[0]).toMatchObject({
        rec: RECORDS[1],
        text: op(A, 2).text,
        status: 'withheld',
      });
      expect((await read((tx) => tx.withoutOf([RECORDS[1]]))).map(({ id }) => id)).toEqual([`${A}:2`]);
    });

    test('what is withheld waits for a person', async () => {
      const row = (seq: number) => ({
        replica: A,
        seq,
        code: 'OP_TOO_LARGE',
        device: null,
        at: '2026-11-22T12:00:00.000Z',
        decidedBy: null,
      });
      await write(async (tx) => {
        await push(tx, A, 3, { status: 'withheld' });
        await tx.addWithheld([row(1), row(2), row(3)]);
      });
      await write((tx) => tx.decideWithheld([{ replica: A, seq: 2 }], PERSON));
      await write((tx) => tx.decideWithheld([{ replica: A, seq: 3 }], null));
      expect((await read((tx) => tx.withheld(null, 10, false))).map(({ seq }) => seq)).toEqual([1]);
      expect((await read((tx) => tx.withheld(null, 10, true))).map(({ seq }) => seq)).toEqual([1, 2]);
      expect(await read((tx) => tx.withheld({ replica: A, seq: 1 }, 10, true))).toMatchObject([
        { seq: 2, decidedBy: PERSON },
      ]);
      expect(
        await read((tx) =>
          tx.withheldOf([
            { replica: A, seq: 1 },
            { replica: A, seq: 3 },
          ]),
        ),
      ).toEqual([row(1)]);
    });

    test('of seals the newest of a replica stays', async () => {
      const seal = (seq: number) => ({
        replica: A,
        seq,
        hash: hex(seq),
        device: DEVICE,
        signature: `s${seq}`,
      });
      await write(async (tx) => {
        await push(tx, A, 5);
        await tx.saveSeals([seal(2), seal(5)]);
        await tx.saveSeals([seal(4)]);
      });
      expect(await read((tx) => tx.seals([A]))).toEqual([seal(5)]);
      expect(await read((tx) => tx.seals([B]))).toEqual([]);
    });
  });
}
