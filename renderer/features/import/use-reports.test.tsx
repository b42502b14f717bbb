import { expect, it } from 'vitest';
import { createHeldDesk } from '../../../test/fixtures/held-desk.tsx';
import { runHook } from '../../../test/fixtures/run-hook.ts';
import type { ImportReport } from '../../../shared/rpc/contract-import.ts';
import { useImports } from './use-reports.ts';

const report = (id: string, state: ImportReport['state']) =>
  ({ import: id, state, begun: `2026-01-0${id}` }) as ImportReport;

it('what was told of an import is not set back by an answer that was on its way', async () => {
  const { wrap, answer, tell } = createHeldDesk();
  const run = runHook(useImports, undefined, wrap);
  tell('import.changed', report('2', 'done'));
  await answer('import.list', { imports: [report('2', 'running'), report('1', 'done')] });
  expect(run.now()).toEqual([report('2', 'done'), report('1', 'done')]);
  run.end();
});
