import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { v7 as newId } from 'uuid';
import { stubArchive, type StubArchive } from '../../test/fixtures/stub-archive.ts';
import { startTrialServer, type TrialDevice, type TrialServer } from '../../test/fixtures/trial-server.ts';

let server: TrialServer;
let archive: StubArchive;
let device: TrialDevice;

beforeAll(async () => {
  archive = stubArchive(newId());
  server = await startTrialServer({ openArchive: async () => archive });
  device = await server.device({ archive: archive.id });
});
afterAll(() => server.close());

/** A waiting station: what it hears, one text at a time. */
async function waiting(token = device.tokens.access, url = server.url) {
  const answer = await fetch(`${url}/v1/a/${archive.id}/poke`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  return {
    status: answer.status,
    headers: answer.headers,
    /** Reads until the text is there, or the stream ends. */
    async until(text: string): Promise<string> {
      while (!heard.includes(text)) {
        const read = await reader?.read();
        if (read === undefined || read.done) return `${heard}[end]`;
        heard += read.value;
      }
      return heard;
    },
    async leave(): Promise<void> {
      await reader?.cancel();
    },
  };
}

describe('a station that waits', () => {
  test('hears the head at once and after each growth, and nothing of the data', async () => {
    archive.grow(7);
    const station = await waiting();
    expect(station.headers.get('content-type')).toBe('text/event-stream');
    expect(station.headers.get('x-sync-protocol')).toBe('1');
    expect(await station.until('"head":7')).toContain('event: head\ndata: {"head":7}\n\n');
    archive.grow(8);
    archive.grow(9);
    expect(await station.until('"head":9')).not.toContain('"head":8');
    await station.leave();
  });

  test('needs a token', async () => {
    expect((await waiting('guess')).status).toBe(401);
  });

  test('leaves nothing behind when it goes', async () => {
    const station = await waiting();
    await station.until('"head":');
    expect(archive.listeners).toBe(1);
    await station.leave();
    await expect.poll(() => archive.listeners).toBe(0);
  });

  test('may wait three times; the oldest goes', async () => {
    const first = await waiting();
    const others = [await waiting(), await waiting(), await waiting()];
    expect(await first.until('never')).toContain('[end]');
    archive.grow(30);
    for (const other of others) expect(await other.until('"head":30')).not.toContain('[end]');
    await Promise.all(others.map((other) => other.leave()));
  });

  test('is told when the server goes', async () => {
    const going = await startTrialServer({ openArchive: async () => archive });
    const { tokens } = await going.device({ archive: archive.id });
    const station = await waiting(tokens.access, going.url);
    await station.until('"head":');
    const closed = going.close();
    expect(await station.until('never')).toContain('[end]');
    await closed;
  });
});
