/** What windows are told, and that what was written is on its way, also when counting it failed once. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UNKNOWN } from './status-of.ts';
import { createStatusTeller } from './tell-status.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what was written while nothing could be counted is told with the next word', async () => {
  let isBusy = true;
  const errors: unknown[] = [];
  const onUnsent = vi.fn();
  const teller = createStatusTeller({
    first: { ...UNKNOWN, link: 'linked' },
    journal: {
      async unsent() {
        if (isBusy) throw new Error('busy');
        return { ops: 1, records: 1, pages: 0 };
      },
    },
    pause: () => null,
    filesWait: () => null,
    emit: () => undefined,
    onTold: () => undefined,
    onUnsent,
    reportError: (error) => errors.push(error),
  });
  teller.grown();
  await vi.advanceTimersByTimeAsync(1000);
  expect(errors).toHaveLength(1);
  isBusy = false;
  teller.tell();
  await vi.advanceTimersByTimeAsync(1000);
  expect(onUnsent).toHaveBeenCalledTimes(1);
  teller.tell();
  await vi.advanceTimersByTimeAsync(1000);
  expect(onUnsent).toHaveBeenCalledTimes(1);
  teller.close();
});
