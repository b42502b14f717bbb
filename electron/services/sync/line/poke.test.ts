/** Listening to the centre's word that its log has grown. */
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { fail, TroubleError } from '../../../../shared/result.ts';
import type { ArchiveCalls } from './archive-calls.ts';
import { createPoke } from './poke.ts';

test('goes on listening after a token that no disk would take', async () => {
  const asked = new EventTarget();
  let times = 0;
  const calls: Pick<ArchiveCalls, 'raw'> = {
    raw() {
      times++;
      asked.dispatchEvent(new Event('asked'));
      return times === 1 ? Promise.reject(new TroubleError('DISK_FULL')) : Promise.resolve(fail('OFFLINE'));
    },
  };
  const poke = createPoke({ calls: () => calls as ArchiveCalls, onHead: () => undefined, random: () => 0 });
  const again = once(asked, 'asked');
  poke.start();
  await again;
  await once(asked, 'asked');
  poke.stop();
  expect(times).toBe(2);
});
