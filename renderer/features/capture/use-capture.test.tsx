import { expect, it } from 'vitest';
import { createHeldDesk } from '../../../test/fixtures/held-desk.tsx';
import { runHook } from '../../../test/fixtures/run-hook.ts';
import type { CaptureSettings, CaptureStatus } from '../../../shared/rpc/contract-capture.ts';
import { useCaptureStatus } from './use-capture.ts';

const settings = { folder: 'сканер' } as unknown as CaptureSettings;
const status = (session: string) => ({ session, settings }) as CaptureStatus;

it('what was told of the session is not set back by an answer that was on its way', async () => {
  const { wrap, answer, tell } = createHeldDesk();
  const run = runHook(useCaptureStatus, undefined, wrap);
  tell('capture.changed', { status: null });
  await answer('capture.status', { status: status('before'), settings });
  expect(run.now()).toEqual({ status: null, settings });
  tell('capture.changed', { status: status('later') });
  await expect.poll(() => run.now().status?.session).toBe('later');
  run.end();
});
