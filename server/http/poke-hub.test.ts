import type { ServerResponse } from 'node:http';
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPokeHub, type PokeHub } from './poke.ts';

/** The part of an answer that the hub uses. */
class FakeResponse extends EventEmitter {
  readonly heard: string[] = [];
  writableLength = 0;
  writeHead(): this {
    return this;
  }
  write(text: string): boolean {
    this.heard.push(text);
    return true;
  }
  end(): void {
    this.emit('close');
  }
  destroy(): void {
    this.emit('close');
  }
  get heads(): number {
    return this.heard.filter((text) => text.startsWith('event: head')).length;
  }
}

let hub: PokeHub;
let isOut = false;
let grow: (head: number) => void = () => undefined;
let head = 0;
const grower = {
  head: () => head,
  onGrowth(listener: (head: number) => void) {
    grow = (to) => {
      head = to;
      listener(to);
    };
    return () => (grow = () => undefined);
  },
};

beforeEach(() => {
  vi.useFakeTimers();
  isOut = false;
  head = 0;
  hub = createPokeHub({ isShutOut: async () => isOut, now: () => Date.now(), random: () => 0.5 });
});
afterEach(() => {
  hub.close();
  vi.useRealTimers();
});

function open(device: string): FakeResponse {
  const response = new FakeResponse();
  hub.open(response as unknown as ServerResponse, { archive: 'a', device }, grower, {});
  return response;
}

test('a thousand growths in a second are two pokes', async () => {
  const station = open('d');
  for (let i = 1; i <= 1000; i++) {
    grow(i);
    await vi.advanceTimersByTimeAsync(1);
  }
  await vi.advanceTimersByTimeAsync(2000);
  expect(station.heads).toBeLessThanOrEqual(3);
  expect(station.heard.at(-1)).toContain('"head":1000');
});

test('whoever made the log grow heard so from the answer; others are told, and so is who missed something before', async () => {
  const [author, other] = [open('d'), open('e')];
  grow(3);
  hub.knows('a', 'd', 3, 3);
  await vi.advanceTimersByTimeAsync(3000);
  expect([author.heads, other.heads]).toEqual([1, 2]);
  grow(5);
  grow(6);
  hub.knows('a', 'd', 6, 1);
  await vi.advanceTimersByTimeAsync(3000);
  expect([author.heads, other.heads]).toEqual([2, 3]);
});

test('each of many hears the newest head within three seconds, not all at one moment', async () => {
  let at = 0;
  const hub = createPokeHub({ isShutOut: async () => false, random: () => (at = (at + 0.37) % 1) });
  const stations = Array.from({ length: 400 }, (_none, i) => {
    const response = new FakeResponse();
    hub.open(response as unknown as ServerResponse, { archive: 'a', device: `d${i}` }, grower, {});
    return response;
  });
  await vi.advanceTimersByTimeAsync(1500);
  grow(5);
  await vi.advanceTimersByTimeAsync(500);
  const early = stations.filter(({ heard }) => heard.at(-1)?.includes('"head":5')).length;
  expect(early).toBeGreaterThan(20);
  expect(early).toBeLessThan(300);
  await vi.advanceTimersByTimeAsync(2500);
  expect(stations.every(({ heard }) => heard.at(-1)?.includes('"head":5'))).toBe(true);
  hub.close();
});

test('a beat goes out, a device that was shut out is sent away with it, and nobody stays for ever', async () => {
  const station = open('d');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(station.heard.at(-1)).toBe(': beat\n\n');
  expect(hub.size).toBe(1);
  isOut = true;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(hub.size).toBe(0);
  isOut = false;
  open('e');
  await vi.advanceTimersByTimeAsync(61 * 60_000);
  expect(hub.size).toBe(0);
});

test('one that reads nothing is cut off', async () => {
  const station = open('d');
  station.writableLength = 100_000;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(hub.size).toBe(0);
});
