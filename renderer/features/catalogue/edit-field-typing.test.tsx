import 'fake-indexeddb/auto';
import type { ReactNode } from 'react';
import { expect, it } from 'vitest';
import { runHook } from '../../../test/fixtures/run-hook.ts';
import { CatalogueProvider } from '../../db/catalogue-context.tsx';
import type { Catalogue } from '../../db/catalogue.ts';
import type { Safety } from '../../db/catalogue-status.ts';
import type { CatalogueDatabase, DeskDatabase } from '../../db/database.ts';
import { createDrafts } from '../../db/drafts.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { createStore } from '../../db/store.ts';
import { DeskProvider, type Desk } from '../../ui/desk.ts';
import { useTyping } from './edit-field-typing.ts';

const ID = '0190b000-0000-7000-8000-000000000001';
const record = (head: string) =>
  ({ id: ID, t: 'unit', n: 1, values: {}, heads: { 'title/kk': [head] } }) as unknown as CatalogueRecord;

it('a draft names what its author saw when they began, also when another writes meanwhile', async () => {
  const desk = createStore<DeskDatabase | null>(null);
  const drafts = createDrafts({ archive: ID, desk });
  const copy = createStore<CatalogueDatabase | null>(null);
  const safety = createStore<Safety>({ state: 'safe' });
  const catalogue = { desk, drafts, copy, safety } as unknown as Catalogue;
  const wrap = (inside: ReactNode) => (
    <CatalogueProvider value={catalogue}>
      <DeskProvider value={{ write: () => Promise.resolve(true) } as unknown as Desk}>{inside}</DeskProvider>
    </CatalogueProvider>
  );
  const given = (head: string, shown: string) => ({
    record: record(head),
    field: 'title/kk',
    shown,
    read: (text: string) => ({ value: text }),
  });
  const run = runHook(useTyping, given('a:1', 'бір'), wrap);
  run.now().change('бірі');
  run.give(given('b:1', 'екі'));
  run.now().change('бірін');
  expect(await drafts.read(`${ID}/title/kk`)).toMatchObject({ text: 'бірін', heads: ['a:1'] });
  run.end();
});
