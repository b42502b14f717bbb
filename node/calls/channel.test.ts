import { MessageChannel } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { createCaller } from './caller.ts';
import { channelPort } from './channel.ts';
import { serveCalls } from './serve.ts';

test('calls go both ways over a channel, and are refused when it is closed', async () => {
  const { port1, port2 } = new MessageChannel();
  serveCalls(channelPort(port2), { double: (n: number) => n * 2 });
  const { calls } = createCaller<{ double(n: number): number }>(channelPort(port1), 5000);
  expect(await calls.double(21)).toBe(42);
  const ended = new Promise((resolve) => {
    port1.on('close', () => resolve(null));
  });
  port2.close();
  await ended;
  await expect(calls.double(1)).rejects.toMatchObject({ code: 'WORKER_GONE' });
});
