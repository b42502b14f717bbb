import * as fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { expect, it } from 'vitest';
import type { HostClient } from '../../shared/rpc/host-client.ts';
import type { Edit } from '../../shared/sync/change.ts';
import { isStep, partsOf, sendStep } from './send-step.ts';

const edits = (count: number, title = 'Хат'): Edit[] =>
  Array.from({ length: count }, () => ({
    rec: newId(),
    t: 'unit',
    k: 'set',
    f: { 'title/kk': title },
    p: {},
  }));
const change = (count: number) => ({ id: newId(), command: 'record.batch', edits: edits(count) });

/** A host that notes its calls; `answer` may give them a code of trouble. */
function hostOf(answer: (method: string, call: number) => string | null = () => null) {
  const calls: { method: string; input: Record<string, unknown> }[] = [];
  const call = (method: string, input: Record<string, unknown>) => {
    calls.push({ method, input });
    const code = answer(method, calls.length);
    return Promise.resolve(code === null ? { ok: true, value: { held: 0 } } : { ok: false, code });
  };
  return { host: { call } as unknown as HostClient, calls, names: () => calls.map(({ method }) => method) };
}
const quiet = () => ({ signal: new AbortController().signal, onSent: () => undefined });

it('cuts a change into parts that together are the change, none of them empty or too large', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(600_000), { maxLength: 30 }), (lengths) => {
      const all = lengths.flatMap((length) => edits(1, 'қ'.repeat(length)));
      const parts = [...partsOf(all)];
      expect(parts.flat()).toEqual(all);
      for (const part of parts) {
        expect(part.length).toBeGreaterThan(0);
        expect(part.length === 1 || JSON.stringify(part).length < 1.2 * 1024 * 1024).toBe(true);
      }
    }),
    { numRuns: 30 },
  );
  expect([...partsOf(edits(1200))].map((part) => part.length)).toEqual([500, 500, 200]);
  expect([isStep(change(500)), isStep(change(501))]).toEqual([false, true]);
});

it('sends the parts in their order and then has them written', async () => {
  const { host, calls, names } = hostOf();
  const sent: number[] = [];
  const large = change(1200);
  await sendStep(host, large, { ...quiet(), onSent: (count) => sent.push(count) });
  expect(names()).toEqual(['step.part', 'step.part', 'step.part', 'step.write']);
  expect(calls.slice(0, 3).map(({ input }) => [input['step'], input['no'], input['total']])).toEqual(
    [0, 1, 2].map((no) => [large.id, no, 1200]),
  );
  expect(sent).toEqual([500, 1000, 1200]);
});

it('stopped before the last part is in, it is thrown away', async () => {
  const controller = new AbortController();
  const { host, names } = hostOf((_method, call) => {
    if (call === 2) controller.abort();
    return null;
  });
  const answer = await sendStep(host, change(1700), { signal: controller.signal, onSent: () => undefined });
  expect(answer).toMatchObject({ ok: false, code: 'CANCELLED' });
  expect(names()).toEqual(['step.part', 'step.part', 'step.discard']);
});

it('tells trouble with a part, and leaves what is there for another try', async () => {
  const { host, names } = hostOf((_method, call) => (call === 2 ? 'DISK_FULL' : null));
  expect(await sendStep(host, change(1700), quiet())).toMatchObject({ ok: false, code: 'DISK_FULL' });
  expect(names()).toEqual(['step.part', 'step.part']);
});

it('written already, because an answer was lost, it only asks for the answer', async () => {
  const { host, names } = hostOf((method) => (method === 'step.part' ? 'STEP_CLOSED' : null));
  expect(await sendStep(host, change(1700), quiet())).toMatchObject({ ok: true });
  expect(names()).toEqual(['step.part', 'step.write']);
});

it('what takes longer than a call may is asked for again', async () => {
  const { host, names } = hostOf((method, call) => (method === 'step.write' && call < 6 ? 'DEADLINE' : null));
  expect(await sendStep(host, change(501), quiet())).toMatchObject({ ok: true });
  expect(names().filter((name) => name === 'step.write')).toHaveLength(4);
});
