import 'fake-indexeddb/auto';
import { createInstance } from 'i18next';
import type { ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { expect, it } from 'vitest';
import { runHook } from '../../../test/fixtures/run-hook.ts';
import { CatalogueProvider } from '../../db/catalogue-context.tsx';
import type { Catalogue } from '../../db/catalogue.ts';
import type { DeskDatabase } from '../../db/database.ts';
import { createDrafts } from '../../db/drafts.ts';
import { createStore } from '../../db/store.ts';
import { useWriting } from './use-conflict-writing.ts';

const RECORD = '0190b000-0000-7000-8000-000000000001';

it('what is typed while the value is on its way stays as a draft', async () => {
  const desk = createStore<DeskDatabase | null>(null);
  const drafts = createDrafts({ archive: RECORD, desk });
  const catalogue = { desk, drafts } as unknown as Catalogue;
  const i18n = createInstance();
  await i18n.init({ lng: 'kk', resources: { kk: { translation: {} } } });
  const wrap = (inside: ReactNode) => (
    <I18nextProvider i18n={i18n}>
      <CatalogueProvider value={catalogue}>{inside}</CatalogueProvider>
    </I18nextProvider>
  );
  let answer: (isSafe: boolean) => void = () => undefined;
  let isClosed = false;
  const given = {
    record: RECORD,
    field: 'title/kk',
    seen: [],
    pieces: null,
    onSave: () => new Promise<boolean>((resolve) => (answer = resolve)),
    onClose: () => {
      isClosed = true;
    },
  };
  const run = runHook(useWriting, given, wrap);
  run.now().change('бір');
  run.give(given);
  const saving = run.now().save();
  run.now().change('бір, екі');
  answer(true);
  await saving;
  expect(isClosed).toBe(true);
  expect((await drafts.read(`${RECORD}/title/kk`))?.text).toBe('бір, екі');
  run.end();
});
