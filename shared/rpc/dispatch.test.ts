import { expect, test } from 'vitest';
import { TroubleError } from '../result.ts';
import type { Services } from './contract.ts';
import { createDispatch } from './dispatch.ts';

const reported: unknown[] = [];

function dispatcher(services: Partial<Services>, options: { canWrite?: boolean; deadlineMs?: number } = {}) {
  return createDispatch({
    services: services as Services,
    canWrite: options.canWrite ?? true,
    deadlineMs: options.deadlineMs ?? 1000,
    report: (_method, error) => {
      reported.push(error);
      return 'r1';
    },
  });
}

const written = { language: 'kk', backup: null, cpu: 'auto' } as const;
const patch = { language: 'kk' } as const;

test('parses the input, calls the service and parses its output', async () => {
  const call = dispatcher({
    'settings.write': async (patch) => ({ language: patch.language ?? null, backup: null, cpu: 'auto' }),
  });
  expect(await call('settings.write', patch)).toEqual({ ok: true, value: written });
});

test.each(['fs.rm', 'toString', '__proto__', 'constructor', 7, null, undefined, ['app.info']])(
  'refuses %j as an unknown call',
  async (method) => {
    expect(await dispatcher({})(method, {})).toEqual({ ok: false, code: 'UNKNOWN_METHOD' });
  },
);

test('refuses bad input by the name of the field and never by its value', async () => {
  const call = dispatcher({ 'settings.write': async () => written });
  const reply = await call('settings.write', { language: 'secret' });
  expect(reply).toEqual({
    ok: false,
    code: 'BAD_INPUT',
    details: { field: 'language', fault: 'invalid_value' },
  });
  expect(await call('settings.write', { ...patch, more: 1 })).toMatchObject({ code: 'BAD_INPUT' });
  expect(await call('settings.write', null)).toMatchObject({ code: 'BAD_INPUT' });
});

test('refuses input nested deeper than the parser can follow', async () => {
  let value: unknown = 1;
  for (let depth = 0; depth < 20_000; depth += 1) value = [value];
  const id = '0190a5b0-0000-7000-8000-000000000001';
  const change = { id, command: 'unit.create', edits: [{ rec: id, t: 'unit', k: 'new', f: { x: value } }] };
  const call = dispatcher({ 'journal.commit': () => Promise.reject(new Error('reached')) });
  expect(await call('journal.commit', change)).toMatchObject({ code: 'BAD_INPUT' });
});

test('a host that may not write is built without the calls that write', async () => {
  let called = false;
  const call = dispatcher(
    {
      'settings.write': async () => {
        called = true;
        return written;
      },
    },
    { canWrite: false },
  );
  expect(await call('settings.write', patch)).toEqual({ ok: false, code: 'READ_ONLY' });
  expect(called).toBe(false);
});

test('expected trouble comes back as its code and details', async () => {
  const call = dispatcher({
    'journal.undo': () => Promise.reject(new TroubleError('NOTHING_TO_UNDO', { n: 3 })),
  });
  expect(await call('journal.undo', {})).toEqual({ ok: false, code: 'NOTHING_TO_UNDO', details: { n: 3 } });
});

test('a bug is reported and hidden', async () => {
  const bug = new Error('/secret/path: EACCES');
  const call = dispatcher({ 'journal.undo': () => Promise.reject(bug) });
  expect(await call('journal.undo', {})).toEqual({ ok: false, code: 'INTERNAL', report: 'r1' });
  expect(reported.at(-1)).toBe(bug);
});

test('an output that breaks the contract is a bug', async () => {
  const call = dispatcher({ 'settings.write': (async () => ({ language: 'xx' })) as never });
  expect(await call('settings.write', {})).toEqual({ ok: false, code: 'INTERNAL', report: 'r1' });
});

test('a service that never answers is given up', async () => {
  const call = dispatcher({ 'journal.undo': () => new Promise(() => undefined) }, { deadlineMs: 20 });
  expect(await call('journal.undo', {})).toMatchObject({ code: 'DEADLINE' });
});
