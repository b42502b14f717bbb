/** When a window asks the host who the stations are. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HostClient } from '../../shared/rpc/host-client.ts';
import { createStationList, type Station } from './stations.ts';

const known: Station[] = [];
let asked: number;
let isSilent: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  known.splice(0, known.length, stationOf('ours'));
  [asked, isSilent] = [0, false];
});
afterEach(() => {
  vi.useRealTimers();
});

function stationOf(replica: string): Station {
  return { replica, device: null, name: replica, isThis: false, writer: null, isRevoked: false };
}

function listed() {
  const call = async () => {
    asked++;
    return isSilent ? { ok: false, code: 'DEADLINE' } : { ok: true, value: { stations: [...known] } };
  };
  const list = createStationList({ call } as unknown as Pick<HostClient, 'call'>);
  return { ...list, names: () => [...list.stations.get().keys()] };
}

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

test('a station that the host hears of later is told while somebody wants to know it', async () => {
  const { want, names } = listed();
  want('new');
  await pass(1);
  expect(names()).toEqual(['ours']);
  known.push(stationOf('new'));
  await pass(15);
  expect(names()).toEqual(['ours', 'new']);
  await pass(600);
  expect(asked).toBe(2);
});

test('what is wanted soon after the last question is asked when that time is over', async () => {
  const { want, names } = listed();
  want(null);
  await pass(1);
  known.push(stationOf('new'));
  want('new');
  want('new');
  await pass(1);
  expect([asked, names()]).toEqual([1, ['ours']]);
  await pass(15);
  expect([asked, names()]).toEqual([2, ['ours', 'new']]);
});

test('nothing is asked for those who have gone, nor for what is known', async () => {
  const { want } = listed();
  const leave = want('nobody');
  await pass(1);
  leave();
  want('ours');
  await pass(600);
  expect(asked).toBe(1);
});

test('a host that gave no answer is asked again', async () => {
  const { want, names } = listed();
  isSilent = true;
  want(null);
  await pass(1);
  isSilent = false;
  await pass(15);
  expect([asked, names()]).toEqual([2, ['ours']]);
});
