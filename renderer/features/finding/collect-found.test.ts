import { expect, it, vi } from 'vitest';
import { fail, ok } from '../../../shared/result.ts';
import type { Hit } from '../../search/query.ts';
import { collectFound, type CollectDeps } from './collect-found.ts';
import { answerOf, hit } from './page-answers-made.ts';
import type { HitRecord } from './use-hit-rows.ts';

const record = (id: string): HitRecord =>
  ({ record: { id, t: 'unit', n: 1, deleted: false, values: {} }, ancestors: [] }) as unknown as HitRecord;
const hits: Hit[] = Array.from({ length: 1200 }, (_, i) => ({
  id: `r${i}`,
  t: 'unit',
  tier: 1,
  exact: false,
  near: undefined,
  stoodIn: [],
}));

function deps(
  pages: CollectDeps['pages'],
  more: CollectDeps['more'] = vi.fn<CollectDeps['more']>(),
): CollectDeps {
  return {
    pages,
    more,
    read: (ids) => Promise.resolve(ids.map(record)),
    onProgress: vi.fn<CollectDeps['onProgress']>(),
    signal: new AbortController().signal,
  };
}

it('gathers all records and all pages of all units, in the order of the list, and tells how far it is', async () => {
  const [first, second] = [answerOf({ u1: [hit('p1', 1)] }, 'c'), answerOf({ u2: [hit('p4', 4)] })];
  const whole = {
    ...first,
    units: first.units.map((unit) => ({ ...unit, pages: 3 })),
    total: { ...first.total, pages: 4 },
  };
  const asked = deps(
    (cursor) => Promise.resolve(ok(cursor === null ? whole : second)),
    (_, cursor) =>
      Promise.resolve(
        ok(
          cursor === null
            ? { hits: [hit('p1', 1), hit('p2', 2)], next: 'm' }
            : { hits: [hit('p3', 3)], next: null },
        ),
      ),
  );
  const collected = await collectFound(hits, asked);
  const rows = collected.ok ? collected.rows : [];
  expect(rows.slice(1198).map((row) => row.hit)).toMatchObject([
    { id: 'r1198' },
    { id: 'r1199' },
    { page: 'p1' },
    { page: 'p2' },
    { page: 'p3' },
    { page: 'p4' },
  ]);
  expect(rows.at(-1)).toMatchObject({ of: { record: { id: 'u2' } } });
  expect(asked.onProgress).toHaveBeenLastCalledWith(1204, 1204);
});

it('ends when it is given up, tries again what a newer question ended, and tells trouble', async () => {
  const left = new AbortController();
  const given = { ...deps(null), signal: left.signal, onProgress: () => left.abort() };
  expect(await collectFound(hits, given)).toEqual({ ok: false, code: 'CANCELLED' });
  const pages = vi
    .fn<NonNullable<CollectDeps['pages']>>()
    .mockResolvedValueOnce(fail('CANCELLED'))
    .mockResolvedValueOnce(ok(answerOf({ u1: [hit('p1', 1)] })));
  expect(await collectFound([], deps(pages))).toMatchObject({ ok: true, rows: [{ kind: 'page' }] });
  expect(
    await collectFound(
      [],
      deps(() => Promise.resolve(fail('HOST_GONE'))),
    ),
  ).toMatchObject({ code: 'HOST_GONE' });
});

it('takes a unit once that has moved in the list while it is gathered', async () => {
  const slices = [
    answerOf({ u1: [hit('p1', 1)] }, 'c'),
    answerOf({ u1: [hit('p1', 1)], u2: [hit('p2', 1)] }),
  ];
  const collected = await collectFound(
    [],
    deps((cursor) => Promise.resolve(ok(slices[cursor === null ? 0 : 1] ?? answerOf({})))),
  );
  expect(collected.ok && collected.rows.map((row) => row.hit)).toMatchObject([
    { page: 'p1' },
    { page: 'p2' },
  ]);
});
