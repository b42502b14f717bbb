/**
 * What a server's store of one archive must do, whoever keeps it: SQLite in a thread, maps in the simulator, PostgreSQL one
 * day. Examples for each call, and random work that must read back as it does from maps.
 */
import { array, assert, asyncProperty, boolean, nat, record } from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/must.ts';
import type {
  ArchiveRead,
  ArchiveStore,
  ArchiveWrite,
  LogEntry,
  ServerOp,
  ServerPlace,
} from '../../shared/sync/archive/archive-store.ts';
import type { RecordState } from '../../shared/sync/state.ts';

/** An empty archive. */
export type ArchiveUnderTest = {
  readonly store: ArchiveStore;
  close(): void | Promise<void>;
};

const [A, B] = ['a'.repeat(26), 'b'.repeat(26)];
const RECORDS = ['0190a000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000002'] as const;
const PERSON = '0190a000-0000-7000-8000-00000000000f';
const DEVICE = '0190a000-0000-7000-8000-00000000000d';

const hex = (n: number): string => n.toString(16).padStart(64, '0');
const op = (replica: string, seq: number, more: Partial<ServerOp> = {}): ServerOp => ({
  replica,
  seq,
  rec: RECORDS[0],
  status: 'applied',
  hash: hex(seq),
  text: `{"id":"${replica}:${seq}","v":"Қ"}`,
  ...more,
});
const entry = (srv: number, replica: string, seq: number, more: Partial<LogEntry> = {}): LogEntry => ({
  srv,
  kind: 'op',
  replica,
  seq,
  rest: 0,
  logHash: hex(1000 + srv),
  ...more,
});
const place = (replica: string, seq: number): ServerPlace => ({
  replica,
  seq,
  hash: hex(seq),
  device: DEVICE,
  durable: 0,
});
const state = (id: string, title: string): RecordState => ({
  id,
  t: 'fonds',
  f: { 'title/kk': { heads: [{ id: `${A}:1`, h: '0197c2a1b3d4-0000', u: PERSON, v: title }] } },
});

/** Puts the next ops of a replica in place with their entries, as a push does. */
async function push(
  tx: ArchiveWrite,
  replica: string,
  count: number,
  more: Partial<ServerOp> = {},
): Promise<void> {
  const { head } = await tx.facts();
  const from = (await tx.places([replica]))[0]?.seq ?? 0;
  const ops = Array.from({ length: count }, (_, i) => op(replica, from + i + 1, more));
  await tx.addOps(ops);
  const kind = more.status === 'withheld' ? 'withheld' : 'op';
  await tx.addEntries(ops.map(({ seq }, i) => entry(head + i + 1, replica, seq, { kind })));
  await tx.savePlaces([place(replica, from + count)]);
}

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

  describe(`random work on ${name}`, () => {
    test('reads back as from maps', async () => {
      const { openMemoryArchive } = await import('./memory-archive-under-test.ts');
      const command = record({ k: nat(6), a: nat(1), b: nat(4), c: nat(1) });
      const turn = record({ commands: array(command, { maxLength: 6 }), isCut: boolean() });
      await assert(
        asyncProperty(array(turn, { maxLength: 6 }), async (turns) => {
          const both = [await open(), openMemoryArchive()];
          try {
            for (const each of turns) {
              const [left, right] = await Promise.all(both.map((archive) => run(archive.store, each)));
              expect(left).toEqual(right);
            }
          } finally {
            for (const archive of both) await archive.close();
          }
        }),
        { numRuns: 30, seed: 6 },
      );
    });
  });
}

type Command = { k: number; a: number; b: number; c: number };

async function run(store: ArchiveStore, turn: { commands: Command[]; isCut: boolean }): Promise<unknown> {
  let problem = '';
  try {
    await store.write(async (tx) => {
      for (const command of turn.commands) await doCommand(tx, command);
      if (turn.isCut) throw new Error('cut');
    });
  } catch (error) {
    problem = error instanceof Error && error.message === 'cut' ? 'cut' : 'refused';
  }
  return [problem, await store.read(dump)];
}

async function doCommand(tx: ArchiveWrite, { k, a, b, c }: Command): Promise<void> {
  const replica = a === 0 ? A : B;
  const rec = RECORDS[c] ?? RECORDS[0];
  const key = { replica, seq: b };
  const isHere = (await tx.opFacts([key])).length > 0;
  switch (k) {
    case 0:
      return push(tx, replica, b, { rec });
    case 1:
      return push(tx, replica, 1, { rec, status: 'held' });
    case 2:
      return push(tx, replica, 1, { status: 'withheld', text: null });
    case 3:
      return isHere ? tx.setStatus([key], c === 0 ? 'applied' : 'held') : undefined;
    case 4:
      return tx.saveStates([state(rec, `${a}${b}`)]);
    case 5: {
      const row = { ...key, code: 'X', device: null, at: '2026-11-22T12:00:00.000Z', decidedBy: null };
      if (isHere && (await tx.withheldOf([key])).length === 0) await tx.addWithheld([row]);
      return;
    }
    default:
      return tx.decideWithheld([key], c === 0 ? null : PERSON);
  }
}

/** Everything that can be read, in one order. */
async function dump(tx: ArchiveRead): Promise<unknown> {
  const { head, logHash } = await tx.facts();
  const places = await tx.places(null);
  const entries = await tx.entries(0, 1000, 1_000_000_000);
  const withheld = await tx.withheld(null, 100, true);
  const without = await tx.withoutOf([...RECORDS]);
  return {
    head,
    logHash,
    places: places.sort((left, right) => (left.replica < right.replica ? -1 : 1)),
    entries: entries.map((each) => ({ ...each, text: each.text?.length ?? null })),
    ops: await Promise.all([A, B].map((replica) => tx.ops({ replica, from: 1, to: 1000 }, 1000))),
    held: await tx.held(null, null, 100),
    states: await tx.statesAfter(null, 100),
    withheld,
    open: (await tx.withheld(null, 100, false)).map(({ seq }) => seq),
    without: without.map(({ id }) => must(id, 'an id')).sort(),
    lacking: (await tx.lacking(100)).flatMap(({ replica, from, to }) =>
      Array.from({ length: to - from + 1 }, (_, i) => `${replica}:${from + i}`),
    ),
  };
}
