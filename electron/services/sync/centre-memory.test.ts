/** What is remembered of a centre is what it said last, on the disk too. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HelloAnswer } from '../../../shared/sync/wire/messages.ts';
import { openCentreMemory } from './centre-memory.ts';
import { NO_MEMBERSHIP, readMembership } from './membership.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qoima-memory-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const told = (attention: number, people: number): HelloAnswer =>
  ({
    epoch: newId(),
    devices: [],
    people: Array.from({ length: people }, () => ({ id: newId(), name: 'Әлия'.repeat(50) })),
    bundleKeys: [],
    serverKey: '',
    attention,
    serverTime: '2026-11-23T03:00:00.000Z',
  }) as unknown as HelloAnswer;

test('what was said last is on the disk, however many words are on their way there', async () => {
  const memory = await openCentreMemory({ folder, now: Date.now, onChange: () => undefined });
  for (let i = 1; i <= 20; i++) {
    // A large word is written longer than a small one.
    const words = [memory.hello(told(2 * i, 5000), 0), memory.hello(told(2 * i + 1, 0), 0)];
    await Promise.all(words);
    expect((await readMembership(folder)).attention).toBe(2 * i + 1);
  }
  // A station that leaves its centre while that still speaks.
  await Promise.all([memory.hello(told(1, 5000), 0), memory.forget()]);
  expect(await readMembership(folder)).toEqual(NO_MEMBERSHIP);
});
