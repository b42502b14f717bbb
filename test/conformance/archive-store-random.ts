/** Random work on a server's store of one archive must read back as it does from maps. */
import { array, assert, asyncProperty, boolean, nat, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '../../shared/must.ts';
import type { ArchiveRead, ArchiveStore, ArchiveWrite } from '../../shared/sync/archive/archive-store.ts';
import { A, B, PERSON, push, RECORDS, state, type ArchiveUnderTest } from './archive-builders.ts';
import { openMemoryArchive } from './memory-archive-under-test.ts';

export function archiveStoreRandom(name: string, open: () => Promise<ArchiveUnderTest>): void {
  describe(`random work on ${name}`, () => {
    test('reads back as from maps', async () => {
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
