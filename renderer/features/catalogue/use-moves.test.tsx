import 'fake-indexeddb/auto';
import { createInstance } from 'i18next';
import type { ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { expect, it } from 'vitest';
import { ordersAfter } from '../../../shared/model/order.ts';
import { must } from '../../../shared/must.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import { stateOf } from '../../../test/fixtures/generate-archive.ts';
import { runHook } from '../../../test/fixtures/run-hook.ts';
import { applyStates } from '../../db/apply.ts';
import { CatalogueProvider } from '../../db/catalogue-context.tsx';
import type { Catalogue } from '../../db/catalogue.ts';
import type { CatalogueDatabase } from '../../db/database.ts';
import { openGeneration } from '../../db/generations.ts';
import { readSiblings } from '../../db/list-order.ts';
import { readRecord } from '../../db/queries.ts';
import { createStore } from '../../db/store.ts';
import { DeskProvider, type Desk } from '../../ui/desk.ts';
import { useMoves } from './use-moves.ts';

const ARCHIVE = '0190a000-0000-7000-8000-000000000001';
const id = (no: number): string => `0190b000-0000-7000-8000-${String(no).padStart(12, '0')}`;
const UNIT = id(99);

it('two steps that come faster than one is written are two, and no conflict of one person with themselves', async () => {
  const opened = await openGeneration(ARCHIVE, 1);
  if (!opened.ok) throw new Error(opened.code);
  const db = opened.value;
  let n = 0;
  const put = (records: readonly { rec: string; f: Edit['f'] }[]) => {
    n += 1;
    const states = records.map(({ rec, f }) => stateOf({ id: rec, t: 'document', f }, n));
    return applyStates(db, ARCHIVE, { n, mark: `m${n}`, since: `m${n - 1}`, states }, n - 1);
  };
  await put(ordersAfter(null, 4).map((order, no) => ({ rec: id(no), f: { parent: UNIT, order } })));
  const written: Edit[][] = [];
  const desk = {
    say: () => undefined,
    async write(_command: string, edits: readonly Edit[]) {
      written.push([...edits]);
      await put(edits.map(({ rec, f }) => ({ rec, f: { parent: UNIT, ...f } })));
      return true;
    },
  } as unknown as Desk;
  const catalogue = { copy: createStore<CatalogueDatabase | null>(db) } as unknown as Catalogue;
  const i18n = createInstance();
  await i18n.init({ lng: 'kk', resources: { kk: { translation: {} } } });
  const wrap = (inside: ReactNode) => (
    <I18nextProvider i18n={i18n}>
      <CatalogueProvider value={catalogue}>
        <DeskProvider value={desk}>{inside}</DeskProvider>
      </CatalogueProvider>
    </I18nextProvider>
  );
  const run = runHook(useMoves, undefined, wrap);
  const chosen = new Set([id(0)]);
  const first = run.now().shift(chosen, 1);
  run.give(undefined);
  await Promise.all([first, run.now().shift(chosen, 1)]);
  expect((await readSiblings(db, UNIT)).map((each) => each.id)).toEqual([1, 2, 0, 3].map(id));
  const now = must(await readRecord(db, id(0)), 'it is there');
  expect(written.map((edits) => edits[0]?.p['order'])).not.toContainEqual(now.heads['order']);
  expect(written[1]?.[0]?.p['order']).not.toEqual(written[0]?.[0]?.p['order']);
  run.end();
  await db.delete();
});
