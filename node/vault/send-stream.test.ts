import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { PIECE_BYTES, PIECES_ON_THE_WAY } from '../files/hash-file.ts';
import { sendStream } from './send-stream.ts';

it('waits for a slow disk: takes no more than what may be on its way and one piece more', async () => {
  let taken = 0;
  const stream = async function* () {
    for (; taken < 20; taken++) yield Buffer.alloc(PIECE_BYTES, taken);
  };
  const arrived: number[] = [];
  const waiting: (() => void)[] = [];
  const sending = sendStream(stream(), (piece) => {
    arrived.push(piece[0] ?? -1);
    return new Promise<void>((resolve) => waiting.push(resolve));
  });
  for (let i = 0; i < 50; i++) await turn();
  expect(taken).toBeLessThanOrEqual(PIECES_ON_THE_WAY + 1);
  for (let i = 0; i < 200; i++) {
    waiting.shift()?.();
    await turn();
  }
  await sending;
  expect(arrived).toEqual(Array.from({ length: 20 }, (_, no) => no));
});

it('packs chunks of any size into whole pieces, in their order', async () => {
  const bytes = Buffer.from(Array.from({ length: 2 * PIECE_BYTES + 333 }, (_, i) => i % 251));
  const stream = async function* () {
    for (let at = 0, length = 1; at < bytes.length; at += length, length = (length * 7) % 300_007) {
      yield bytes.subarray(at, at + length);
    }
  };
  const sent: Buffer[] = [];
  await sendStream(stream(), (piece) => {
    sent.push(Buffer.from(piece)); // a copy: the memory is used again
    return Promise.resolve();
  });
  expect(sent.map(({ length }) => length)).toEqual([PIECE_BYTES, PIECE_BYTES, 333]);
  expect(Buffer.concat(sent).equals(bytes)).toBe(true);
});

it('ends with the first failure of the other side, and tells the sender to stop', async () => {
  let stopped = false;
  const stream = async function* () {
    try {
      for (;;) yield Buffer.alloc(PIECE_BYTES);
    } finally {
      stopped = true;
    }
  };
  await expect(sendStream(stream(), () => Promise.reject(new Error('full')))).rejects.toThrow('full');
  expect(stopped).toBe(true);
});
