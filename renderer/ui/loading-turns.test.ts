import { expect, it } from 'vitest';
import { createLoadingTurns } from './loading-turns.ts';

const settled = () => Promise.resolve();

it('lets so many begin at once, the last to come first, and the next when one leaves', async () => {
  const begun: string[] = [];
  const turns = createLoadingTurns(2);
  const leave = new Map(['a', 'b', 'c', 'd'].map((name) => [name, turns.enter(() => begun.push(name))]));
  await settled();
  expect(begun).toEqual(['d', 'c']);
  leave.get('d')?.();
  leave.get('d')?.();
  expect(begun).toEqual(['d', 'c', 'b']);
  // One that goes away while it waits takes no turn.
  leave.get('a')?.();
  leave.get('c')?.();
  leave.get('b')?.();
  turns.enter(() => begun.push('e'));
  turns.enter(() => begun.push('f'));
  await settled();
  expect(begun).toEqual(['d', 'c', 'b', 'f', 'e']);
});
