/** A scanner's folder whose watching stops and begins again. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Decoder } from '../decode/decoder.ts';
import { createFolderSide } from './folder-side.ts';
import type { Session } from './session.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-side-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const WHOLE = { verdict: 'ok', pages: 1 } as Awaited<ReturnType<Decoder['inspect']>>;

describe('a pause', () => {
  it('that comes while files are looked into holds none of them up afterwards', async () => {
    const inspect = vi.fn<Decoder['inspect']>();
    // Looked into until long after the pause.
    inspect.mockReturnValueOnce(new Promise(() => undefined));
    inspect.mockReturnValueOnce(new Promise(() => undefined));
    inspect.mockResolvedValue(WHOLE);
    const session = { settings: { folder, pattern: null }, settled: new Map(), backlog: new Map() };
    const side = createFolderSide({
      session: session as unknown as Session,
      decoder: { inspect, digest: async () => 'a'.repeat(64) },
      onLook: () => undefined,
      onRefused: () => undefined,
    });
    // One more than are looked into at once.
    for (const name of ['1.png', '2.png', '3.png']) writeFileSync(path.join(folder, name), name);
    side.start();
    await expect.poll(() => inspect.mock.calls.length).toBe(2);
    await side.stop();
    side.start();
    const names: (string | undefined)[] = [];
    const takeReady = () => {
      while (side.hasNext()) names.push(side.next()?.name);
      return names.length;
    };
    await expect.poll(takeReady).toBe(3);
    await side.stop();
    expect(names).toEqual(['1.png', '2.png', '3.png']);
  });
});
