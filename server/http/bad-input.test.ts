/** Bad input of people and machines that may come in, against the real archives: refused by its name, and nothing is another than before. */
import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { v7 as newId } from 'uuid';
import { must } from '../../shared/must.ts';
import type { Op } from '../../shared/sync/op.ts';
import { MAX_SEGMENTS } from '../../shared/sync/wire/limits.ts';
import type { PullPage, PushAnswer, Segment } from '../../shared/sync/wire/messages.ts';
import { trialWriter } from '../../test/fixtures/trial-ops.ts';
import { authorOf, startBadInputWorld, type BadInputWorld } from '../../test/torture/bad-input-world.ts';

const ZERO = '0'.repeat(64);

let world: BadInputWorld;
let before: string;

beforeAll(async () => {
  world = await startBadInputWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  before = world.digest();
});
afterEach(() => {
  expect(world.faults).toEqual([]);
  expect(world.digest()).toBe(before);
});

async function push(...segments: unknown[]): Promise<PushAnswer> {
  const answer = await world.device.call('push', { segments });
  expect(answer.status).toBe(200);
  return (await answer.json()) as PushAnswer;
}

async function refusal(call: string, body: unknown): Promise<{ status: number; code: unknown }> {
  const answer = await world.device.call(call, body);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const { code } = (await answer.json()) as { code: unknown };
  return { status: answer.status, code };
}

/** The writer's next op as it would be, with something about it changed. */
function nextOp(change: (op: Op) => unknown = (op) => op): string {
  const { writer } = world;
  const last = JSON.parse(must(writer.items.at(-1), 'an op')) as Op;
  const op = { ...last, id: `${writer.replica}:${writer.items.length + 1}`, rec: newId() };
  const changed = change(op);
  return typeof changed === 'string' ? changed : JSON.stringify(changed);
}

function after(text: string, more: object = {}): object {
  const { writer } = world;
  const seq = writer.items.length;
  return { replica: writer.replica, after: seq, prev: writer.hashAt(seq), items: [text], ...more };
}

describe('ops that are none', () => {
  const deep = (n: number): string => `${'{"a":'.repeat(n)}0${'}'.repeat(n)}`;
  test.each<[string, () => string]>([
    ['no JSON', () => 'nothing'],
    ['cut', () => nextOp().slice(0, -5)],
    ['a list', () => '[]'],
    ['a number', () => '12'],
    ['of another archive', () => nextOp((op) => ({ ...op, a: world.foreign.archive }))],
    ['of another replica', () => nextOp((op) => ({ ...op, id: `${'b'.repeat(26)}:41` }))],
    ['with another number', () => nextOp((op) => ({ ...op, id: `${op.id}0` }))],
    ['with the number 0', () => nextOp((op) => ({ ...op, id: `${world.writer.replica}:0` }))],
    [
      'with a number beyond all',
      () => nextOp((op) => ({ ...op, id: `${world.writer.replica}:${'9'.repeat(400)}` })),
    ],
    ['without a record', () => nextOp(({ rec: _rec, ...op }) => op)],
    ['a record that is a path', () => nextOp((op) => ({ ...op, rec: '../../log.db' }))],
    [
      'nested without end',
      () => nextOp((op) => ({ ...op, f: { deep: 0 } })).replace('{"deep":0}', deep(20_000)),
    ],
    [
      'nested deeper than a record is',
      () => nextOp((op) => ({ ...op, f: { deep: 0 } })).replace('{"deep":0}', deep(500)),
    ],
    ['with half a letter', () => nextOp((op) => ({ ...op, f: { title: 'X' } })).replace('X', '\ud800')],
    ['with a mark before it', () => `﻿${nextOp()}`],
  ])('%s', async (_what, make) => {
    const { results, head } = await push(after(make()));
    expect(results).toEqual([{ replica: world.writer.replica, seq: 40, problem: 'OP_MALFORMED', at: 41 }]);
    expect(head).toBe(40);
  });

  test('one among good ones refuses its segment, and nothing of it is stored', async () => {
    const fresh = trialWriter(authorOf(world.device));
    fresh.write(5);
    const segment = fresh.segment();
    const items = segment.items.with(3, 'nothing');
    expect((await push({ ...segment, items })).results).toMatchObject([
      { seq: 0, problem: 'OP_MALFORMED', at: 4 },
    ]);
  });
});

describe('segments that do not follow', () => {
  test('a hole', async () => {
    const { writer } = world;
    const gap = { ...(after(nextOp()) as Segment), after: 45 };
    expect((await push(gap)).results).toEqual([{ replica: writer.replica, seq: 40, problem: 'GAP' }]);
  });

  test('another hash before, other bytes under a known number, a wrong hash in place of bytes', async () => {
    const { writer } = world;
    const wrongHash = createHash('sha256').update('x').digest('hex');
    const forks: object[] = [
      after(nextOp(), { prev: wrongHash }),
      after(nextOp(), { prev: ZERO }),
      { ...writer.segment(30), items: writer.items.slice(30).with(2, nextOp()) },
      { ...writer.segment(38), items: [must(writer.items[38], 'an op'), { hash: wrongHash }] },
    ];
    for (const fork of forks) {
      expect((await push(fork)).results).toMatchObject([{ seq: 40, problem: 'REPLICA_FORKED' }]);
    }
  });

  test('a fork stops the whole push; its other replicas say hello first', async () => {
    const fresh = trialWriter(authorOf(world.device));
    fresh.write(2);
    const { results } = await push(after(nextOp(), { prev: ZERO }), fresh.segment());
    expect(results.map(({ problem }) => problem)).toEqual(['REPLICA_FORKED', 'SAY_HELLO']);
  });

  test('the tail of a transaction without its head, and a head without its tail', async () => {
    const transaction = newId();
    const part = (i: number): string => nextOp((op) => ({ ...op, x: [transaction, i, 2] }));
    expect((await push(after(part(1)))).results).toMatchObject([{ seq: 40, problem: 'OP_MALFORMED' }]);
    // Cut short on its way: the rest comes with the next push.
    expect((await push(after(part(0)))).results).toEqual([{ replica: world.writer.replica, seq: 40 }]);
  });
});

describe('batches beyond all bounds', () => {
  test('too many segments, none, empty ones, numbers that are none', async () => {
    const segment = world.writer.segment(0, 1);
    const bad = { status: 400, code: 'BAD_REQUEST' };
    expect(
      await refusal('push', { segments: Array.from({ length: MAX_SEGMENTS + 1 }, () => segment) }),
    ).toEqual(bad);
    expect(await refusal('push', { segments: [] })).toEqual(bad);
    expect(await refusal('push', { segments: [{ ...segment, items: [] }] })).toEqual(bad);
    for (const wrong of [-1, 1.5, 2 ** 60, null, '1']) {
      expect(await refusal('push', { segments: [{ ...segment, after: wrong }] })).toEqual(bad);
    }
    expect(await refusal('push', { segments: [{ ...segment, prev: 'z'.repeat(64) }] })).toEqual(bad);
  });

  test('more bytes than a push may have', async () => {
    const items = [nextOp((op) => ({ ...op, f: { note: 'қ'.repeat(9_000_000) } }))];
    expect(await refusal('push', { segments: [{ ...after(''), items }] })).toEqual({
      status: 413,
      code: 'BATCH_TOO_LARGE',
    });
  });
});

describe('cursors of another log', () => {
  test('each is refused by its name', async () => {
    const page = (await (
      await world.device.call('pull', { cursor: null, limit: 10, mine: [] })
    ).json()) as PullPage;
    const cursor = must(page.cursor, 'a cursor');
    const pull = (more: object) => refusal('pull', { cursor: { ...cursor, ...more }, limit: 10, mine: [] });
    expect(await pull({ epoch: newId() })).toEqual({ status: 409, code: 'EPOCH_CHANGED' });
    expect(await pull({ srv: 1_000_000 })).toEqual({ status: 409, code: 'CURSOR_AHEAD' });
    expect(await pull({ hash: 'f'.repeat(16) })).toEqual({ status: 409, code: 'LOG_MISMATCH' });
  });
});

describe('what belongs to others', () => {
  test('records, history, decisions, snapshots and files of another archive are as if they were not there', async () => {
    const { device, foreign, secrets } = world;
    const theirs = (await (
      await foreign.call('pull', { cursor: null, limit: 10, mine: [] })
    ).json()) as PullPage;
    const [entry] = theirs.entries;
    const op = JSON.parse(entry?.t === 'op' ? entry.op : '{}') as Op;
    const replica = op.id.split(':')[0];
    const answers = [
      await device.call('records', { ids: [op.rec], cursor: null }),
      await device.call('history', { replica, from: 1, to: 5, end: [5, 'f'.repeat(16)] }),
      await device.call('decide', { ids: [op.id], decision: 'accept' }),
    ];
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(texts[0]).toContain('"state":null');
    expect(texts[1]).toContain('LOG_MISMATCH');
    expect(texts[2]).toContain('"ops":0');
    const manifest = (await (await foreign.call('snapshot')).json()) as { id: string };
    before = world.digest();
    const part = await fetch(`${world.server.url}/v1/a/${device.archive}/snapshot/${manifest.id}/0`, {
      headers: { authorization: `Bearer ${device.tokens.access}` },
    });
    expect(part.status).toBe(404);
    const own = secrets.filter((secret) => secret !== replica);
    for (const text of [...texts, await part.text()]) {
      for (const secret of own) expect(text).not.toContain(secret);
      expect(text).not.toContain('Іс');
    }
  });
});
