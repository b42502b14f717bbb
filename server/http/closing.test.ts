/** A server that is told to stop: whoever talks to it is answered, hears that this was the last answer, and is not cut off. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { v7 as newId } from 'uuid';
import { ok } from '../../shared/result.ts';
import { stubArchive } from '../../test/fixtures/stub-archive.ts';
import { startTrialServer } from '../../test/fixtures/trial-server.ts';

test('a line on which one call follows the other ends with an answer', async () => {
  const releases: (() => void)[] = [];
  const archive = stubArchive(newId(), {
    pull: async () => {
      await new Promise<void>((resolve) => releases.push(resolve));
      return ok({ entries: [], cursor: null, head: 0, durable: 0, more: false, seals: [] });
    },
  });
  const server = await startTrialServer({ limits: { closeMs: 60_000 }, openArchive: async () => archive });
  const device = await server.device({ archive: archive.id });
  const socket = connect(server.port, '127.0.0.1');
  let heard = '';
  socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
  const ended = once(socket, 'end');
  const ask = () => {
    const body = JSON.stringify({ cursor: null, limit: 5, mine: [] });
    socket.write(
      `POST /v1/a/${archive.id}/pull HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${device.tokens.access}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
  };
  ask();
  await expect.poll(() => releases.length).toBe(1);
  const closed = server.close();
  // Sent before the first answer is out: the line is never without a call.
  ask();
  await expect.poll(() => releases.length).toBe(2);
  for (const release of releases) release();
  await expect.poll(() => heard.split('HTTP/1.1 200').length).toBe(3);
  expect(heard.split('HTTP/1.1 200')[2]).toMatch(/^connection: close\r$/imu);
  await ended;
  await closed;
});
