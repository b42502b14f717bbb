import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { CONTRACT_VERSION, contractShapes } from './version.ts';

/** The shapes that were agreed on, by the version that they belong to. */
const PINNED = { version: 2, hash: 'a304b0eba5ddc0249033cfb8417042547ac4bb2a3050ff0ea600b16297059a69' };

test('the shapes of the contract are those that its version was pinned with', () => {
  const hash = createHash('sha256').update(contractShapes()).digest('hex');
  expect(
    { version: CONTRACT_VERSION, hash },
    [
      'A call, an event or the reply changed its shape.',
      'If this version was never released: put the new hash here.',
      'If it was: raise CONTRACT_VERSION in shared/rpc/version.ts as well, and say in the change what an older page misses.',
    ].join('\n'),
  ).toEqual(PINNED);
});
