import { expect, test } from 'vitest';
import { silentLog } from '../../node/log.ts';
import { closeAll } from './close-all.ts';

test('closes in reverse, all of them, and tells each whether all before it have ended', async () => {
  const closed: string[] = [];
  const note = (name: string) => (isClean: boolean) => void closed.push(`${name} ${isClean}`);
  const fail = async () => Promise.reject(new Error('ill'));
  await closeAll(
    [
      ['lock', note('lock')],
      ['ill', fail],
      ['journal', note('journal')],
    ],
    silentLog(),
  );
  expect(closed).toEqual(['journal true', 'lock false']);
});

test('what does not end is left behind, and nobody is told that it has ended', async () => {
  const closed: boolean[] = [];
  const never = () => new Promise<void>(() => undefined);
  await closeAll(
    [
      ['move', (isClean) => void closed.push(isClean)],
      ['journal', never, 10],
    ],
    silentLog(),
  );
  expect(closed).toEqual([false]);
});
