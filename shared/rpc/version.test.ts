import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { CONTRACT_VERSION, contractShapes } from './version.ts';

/** The shapes that were agreed on, by the version that they belong to. */
const PINNED = { version: 2, hash: '4f4c4d759ebd96832e6d3a683c1124a58cdeae70dd6786774d3d49fbc003e4cf' };

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
