import { expect, test } from 'vitest';
import { openHostLine } from './host.ts';
import { bridgeTransport, type LineState, type Transport } from './host-transport.ts';
import { CONTRACT_VERSION } from '../../shared/rpc/version.ts';

const ID = '0190a5b0-0000-7000-8000-000000000001';
const INFO = {
  version: '1',
  contract: CONTRACT_VERSION,
  archive: ID,
  person: ID,
  replica: 'a',
  dataFolder: '/data',
  capabilities: { canWrite: true, canImport: true, hasNativeMenu: false, kiosk: false, canPickFolder: false },
  settings: { language: null, backup: null, cpu: 'auto' },
  notices: [],
};
const HEAD = { archive: ID, n: 7, mark: 'a', records: 2, undoable: { undo: null, redo: null } };

/** A host that answers by a table, and whose line a test can cut. */
function fakeHost(answers: Record<string, unknown> = {}) {
  const table: Record<string, unknown> = {
    'app.info': { ok: true, value: INFO },
    'journal.head': { ok: true, value: HEAD },
    'job.list': { ok: true, value: { jobs: [], paused: false, cpu: { share: 'auto', places: 1, cores: 1 } } },
    'import.list': { ok: true, value: { imports: [] } },
    ...answers,
  };
  let line: (state: LineState) => void = () => undefined;
  let event: (name: string, value: unknown) => void = () => undefined;
  const transport: Transport = {
    call(method) {
      const answer = table[method];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    listen(onEvent, onLine) {
      event = onEvent;
      line = onLine;
      onLine('here');
      return () => undefined;
    },
  };
  return {
    table,
    host: openHostLine(transport),
    line: (state: LineState) => line(state),
    event: (name: string, value: unknown) => event(name, value),
  };
}

test('a call gives the parsed value', async () => {
  const { host } = fakeHost();
  expect(await host.client.call('app.info', {})).toEqual({ ok: true, value: INFO });
});

test.each([
  [
    'a code',
    { ok: false, code: 'DISK_FULL', details: { free: 1 } },
    { ok: false, code: 'DISK_FULL', details: { free: 1 } },
  ],
  [
    'a bug with its report',
    { ok: false, code: 'INTERNAL', report: 'r1' },
    { ok: false, code: 'INTERNAL', details: { report: 'r1' } },
  ],
  ['an answer that is none', 'gibberish', { ok: false, code: 'INTERNAL', details: { call: 'app.info' } }],
  [
    'a value of another shape',
    { ok: true, value: { version: 1 } },
    { ok: false, code: 'INTERNAL', details: { call: 'app.info' } },
  ],
  ['a host that is not there', new TypeError('failed to fetch'), { ok: false, code: 'HOST_GONE' }],
  [
    'no answer in time',
    new DOMException('late', 'TimeoutError'),
    { ok: false, code: 'DEADLINE', details: { call: 'app.info' } },
  ],
])('a call never throws: %s', async (_name, answer, wanted) => {
  const { host } = fakeHost({ 'app.info': answer });
  expect(await host.client.call('app.info', {})).toEqual(wanted);
});

test('events reach their listeners, parsed, until they stop', () => {
  const { host, event } = fakeHost();
  const heard: unknown[] = [];
  const stop = host.client.on('journal.grew', (value) => void heard.push(value));
  event('journal.grew', { n: 1 });
  event('journal.grew', { n: 'many' });
  event('no.such.event', { n: 2 });
  event('__proto__', {});
  stop();
  event('journal.grew', { n: 3 });
  expect(heard).toEqual([{ n: 1 }]);
});

test('a line that breaks is told, and when it is back listeners hear what they missed', async () => {
  const { host, line } = fakeHost();
  const states: string[] = [];
  const heard: unknown[] = [];
  host.onState((state) => void states.push(state));
  host.client.on('journal.grew', (value) => void heard.push(value));
  line('gone');
  line('gone');
  expect(host.state()).toBe('gone');
  line('here');
  await expect.poll(() => heard).toEqual([{ n: 7 }]);
  expect(states).toEqual(['gone', 'here']);
});

test('a host that says goodbye counts as gone at once', () => {
  const { host, event } = fakeHost();
  event('host.stopping', {});
  expect(host.state()).toBe('gone');
});

test('a host that comes back with another contract wants the page loaded anew', async () => {
  const { host, line, table } = fakeHost();
  line('gone');
  table['app.info'] = { ok: true, value: { ...INFO, contract: CONTRACT_VERSION + 1 } };
  line('here');
  await expect.poll(() => host.state()).toBe('changed');
  line('gone');
  expect(host.state()).toBe('changed');
});

test('a host that refuses this window is told', async () => {
  const { host, line, table } = fakeHost();
  line('gone');
  table['app.info'] = { ok: false, code: 'FORBIDDEN' };
  line('here');
  await expect.poll(() => host.state()).toBe('refused');
});

test('the bridge of the shell gives up when its host never answers', async () => {
  const bridge = { call: () => new Promise(() => undefined), on: () => () => undefined };
  const call = bridgeTransport(bridge).call('app.info', {}, AbortSignal.timeout(10));
  await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
});
