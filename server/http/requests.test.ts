import { describe, expect, test } from 'vitest';
import { v7 as newId } from 'uuid';
import { ENDLESS, FAULTY, HELD, problemOf, PUSH, SEGMENT, useTrialCentre } from './fixture-requests.ts';

const trial = useTrialCentre();

describe('who may ask', () => {
  test('nobody without a token, and only of their own archive; another one is as if it were not there', async () => {
    const url = `${trial.server.url}/v1/a/${trial.device.archive}/push`;
    const none = await problemOf(await fetch(url, { method: 'POST' }));
    expect(none).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    const place = trial.server.admin.addArchive('Oral').no;
    const other = await trial.server.device({ place, archive: newId() });
    const texts = [];
    for (const id of [other.archive, newId(), 'x', '..%2f..', '%00', `${trial.device.archive}%20`]) {
      const answer = await fetch(`${trial.server.url}/v1/a/${id}/push`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${trial.device.tokens.access}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify(PUSH),
      });
      expect(answer.status).toBe(404);
      texts.push(await answer.text());
    }
    expect(new Set(texts).size).toBe(1);
    expect(trial.archive.asked).toEqual([]);
  });

  test('a program that this server cannot talk to hears what to do, and can read its archive nevertheless', async () => {
    const answer = await trial.device.call('push', PUSH, { 'x-sync-protocol': '2' });
    expect(answer.status).toBe(426);
    expect(await problemOf(answer)).toMatchObject({
      code: 'UPGRADE_REQUIRED',
      details: { protocols: '1', schemaMin: 1, schemaMax: 1, app: '0.0.0' },
    });
    expect((await trial.device.call('push', PUSH, { 'x-schema': '0' })).status).toBe(426);
    expect(
      (await trial.device.call('pull', { cursor: null, limit: 5, mine: [] }, { 'x-schema': '0' })).status,
    ).toBe(200);
    expect((await trial.device.call('push', PUSH, { 'x-schema': '99' })).status).toBe(200);
  });

  test('a device that never stops is slowed down, others are not', async () => {
    await trial.startAnew({ deviceRate: { burst: 5, perSecond: 0.1 } });
    const statuses = [];
    for (let i = 0; i < 8; i++) statuses.push((await trial.device.call('push', PUSH)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
    const other = await trial.server.device();
    expect((await other.call('push', PUSH)).status).toBe(200);
  });

  test('strangers of one address are slowed down, whoever has a good token behind it is not', async () => {
    await trial.startAnew({ addressRate: { burst: 10, perSecond: 0.1 } });
    const statuses = new Set<number>();
    for (let i = 0; i < 12; i++) {
      statuses.add((await trial.device.call('push', PUSH, { authorization: 'Bearer guess' })).status);
    }
    expect([...statuses]).toEqual([401, 429]);
    expect((await trial.device.call('push', PUSH)).status).toBe(200);
  });
});

test('the log has patterns of routes, codes and ids, and nothing that stood in a request', async () => {
  const lines: string[] = [];
  const write = (...words: unknown[]): string => `${lines.push(JSON.stringify(words))}`;
  await trial.startAnew({}, { info: write, error: write });
  await trial.device.call('push', { segments: [{ ...SEGMENT, items: ['Құпия іс'] }] });
  await fetch(`${trial.server.url}/v1/қ-secret/x?token=secret`);
  await trial.device.call('push', { secret: 'secret' }, { 'x-request-id': 'secret' });
  await expect.poll(() => lines.filter((line) => line.includes('"request"')).length).toBeGreaterThan(5);
  const log = lines.join('\n');
  expect(log).toContain('"route":"/v1/a/:archive/push","status":200');
  expect(log).toContain(`"device":"${trial.device.id}"`);
  expect(log).toContain('"code":"BAD_REQUEST"');
  expect(log).not.toMatch(/Құпия|secret|[?]|correct horse|aigul/);
  expect(log).not.toContain(trial.device.tokens.access);
  expect(log).not.toContain(trial.device.archive);
});

test('heavy calls wait their turn and are sent away when it takes too long; light ones wait behind nobody', async () => {
  await trial.startAnew({ workBytes: 1, workWaitMs: 500 });
  const held = trial.device.call('pull', { cursor: null, limit: HELD, mine: [] });
  await expect.poll(() => trial.archive.asked.length).toBe(1);
  const waiting = trial.device.call('pull', { cursor: null, limit: 5, mine: [] });
  const light = await trial.device.call('status', { behind: { ops: 0, records: 0, files: 0 } });
  expect(light.status).toBe(200);
  const heard = await waiting;
  expect([heard.status, heard.headers.get('retry-after')]).toEqual([503, '5']);
  trial.release();
  expect((await held).status).toBe(200);
});

describe('what goes wrong inside', () => {
  test('a bug is answered with a report, and tells nothing', async () => {
    const answer = await trial.device.call('pull', { cursor: null, limit: FAULTY, mine: [] });
    expect(answer.status).toBe(500);
    const problem = await problemOf(answer);
    expect(problem).toMatchObject({ code: 'INTERNAL' });
    expect(JSON.stringify(problem)).not.toMatch(/SECRET|home|log\.db|at /);
  });

  test('a call that takes too long is answered, and its place is free again', async () => {
    await trial.startAnew({ callMs: 800 });
    const answer = await trial.device.call('pull', { cursor: null, limit: ENDLESS, mine: [] });
    expect(answer.headers.get('retry-after')).toBe('15');
    expect(await problemOf(answer)).toMatchObject({ status: 503, code: 'MAINTENANCE' });
  });
});
