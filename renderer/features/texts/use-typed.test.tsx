import 'fake-indexeddb/auto';
import type { ReactNode } from 'react';
import { expect, it } from 'vitest';
import { runHook } from '../../../test/fixtures/run-hook.ts';
import { CatalogueProvider } from '../../db/catalogue-context.tsx';
import type { Catalogue } from '../../db/catalogue.ts';
import type { DeskDatabase } from '../../db/database.ts';
import { createDrafts } from '../../db/drafts.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { createStore } from '../../db/store.ts';
import type { TextEdits } from './use-text-edits.ts';
import { useTyped } from './use-typed.ts';

const PAGE = { id: '0190b000-0000-7000-8000-000000000001', heads: {} } as unknown as CatalogueRecord;

it('what a field is left with is written, also when it is again what the page still has', async () => {
  const desk = createStore<DeskDatabase | null>(null);
  const catalogue = { desk, drafts: createDrafts({ archive: PAGE.id, desk }) } as unknown as Catalogue;
  const wrap = (inside: ReactNode) => <CatalogueProvider value={catalogue}>{inside}</CatalogueProvider>;
  const written: (string | null)[] = [];
  let answer: (isSafe: boolean) => void = () => undefined;
  const edits = {
    write: (_page: unknown, _field: string, text: string | null) => {
      written.push(text);
      return new Promise<boolean>((resolve) => {
        answer = resolve;
      });
    },
  } as unknown as TextEdits;
  const given = {
    page: PAGE,
    field: 'text/a/line/1',
    shown: 'бір',
    toValue: (typed: string) => typed,
    edits,
  };
  const run = runHook(useTyped, given, wrap);
  run.now().change('бірі');
  const first = run.now().commit();
  await expect.poll(() => written, { timeout: 3000 }).toEqual(['бірі']);
  // The page does not have it yet, and the person puts it back.
  run.now().change('бір');
  const second = run.now().commit();
  answer(true);
  await expect.poll(() => written, { timeout: 3000 }).toEqual(['бірі', 'бір']);
  answer(true);
  expect(await Promise.all([first, second])).toEqual([true, true]);
  expect(await catalogue.drafts.read(`${PAGE.id}/text/a/line/1`)).toBeNull();
  run.end();
});
