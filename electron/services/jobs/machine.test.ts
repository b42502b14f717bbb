import { constants } from 'node:os';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CpuShare } from '../../../shared/rpc/contract-jobs.ts';
import { createMachine, placesOf } from './machine.ts';

const settle = () => new Promise((resolve) => setImmediate(resolve));

function open(first: CpuShare, cores = 4) {
  let share = first;
  let watched = false;
  const machine = createMachine({ share: () => share, isWatched: () => watched, cores });
  return {
    machine,
    set: (next: CpuShare, isWatched = false) => {
      share = next;
      watched = isWatched;
      machine.refresh();
    },
  };
}

test('gives so many places as its share has, in the order of asking', async () => {
  const { machine, set } = open('half');
  const inside: string[] = [];
  const enter = async (name: string) => {
    const free = await machine.turn();
    inside.push(name);
    return free;
  };
  const frees = ['a', 'b', 'c', 'd', 'e'].map(enter);
  await settle();
  expect(inside).toEqual(['a', 'b']);
  const free = await frees[0];
  free?.();
  // Given back once, however often it is said.
  free?.();
  await settle();
  expect(inside).toEqual(['a', 'b', 'c']);
  set('all');
  await settle();
  expect(inside).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('by itself it takes little while somebody is at work, and all of it else', () => {
  const { machine, set } = open('auto');
  expect([machine.places(), machine.nice()]).toEqual([4, constants.priority.PRIORITY_BELOW_NORMAL]);
  set('auto', true);
  expect([machine.places(), machine.nice()]).toEqual([1, constants.priority.PRIORITY_LOW]);
});

test('who leaves the line does not take a place', async () => {
  const { machine } = open('quiet');
  const free = await machine.turn();
  const leaving = new AbortController();
  const left = machine.turn(leaving.signal);
  const next = machine.turn();
  leaving.abort();
  await expect(left).rejects.toMatchObject({ code: 'CANCELLED' });
  await expect(machine.turn(AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
  free();
  (await next)();
});

test('there is always a place, and never more than cores', () => {
  fc.assert(
    fc.property(fc.constantFrom('quiet', 'half', 'all'), fc.integer({ min: 1, max: 128 }), (share, cores) => {
      expect(placesOf(share, cores)).toBeGreaterThanOrEqual(1);
      expect(placesOf(share, cores)).toBeLessThanOrEqual(cores);
    }),
  );
});
