/** A server whose machine was set back to a snapshot: all of its files are as they were, and nothing on them says so. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { expect, test } from 'vitest';
import { copyArchive } from '../../test/fixtures/files-centre.ts';
import { digest, useCentre } from './fixture-centre.ts';

const { at, folder, reopen, stateOf, upload } = useCentre();

type Told = { readonly generation: string; readonly mark?: string | undefined };

async function wanted(told?: Told): Promise<Told> {
  const query = told === undefined ? '' : `?generation=${told.generation}&mark=${told.mark ?? ''}`;
  return (await (await fetch(at(`files/wanted${query}`))).json()) as Told;
}

test('it is told so by any station that knows more, and says everything anew to all', async () => {
  const snapshot = path.join(folder(), '..', 'snapshot');
  const [before, after, other] = [randomBytes(100), randomBytes(100), randomBytes(100)];
  await upload(before);
  const old = await wanted();
  await reopen(() => copyArchive(folder(), snapshot));
  await upload(after);
  const told = await stateOf(digest(after));
  expect([told.generation, told.verified]).toEqual([old.generation, [digest(after)]]);
  await reopen(() => copyArchive(snapshot, folder()));
  expect((await stateOf(digest(after))).missing).toEqual([digest(after)]);
  // It has gone on since, as far as it had come before.
  await upload(other);
  // Who was told nothing that is lost hears nothing new.
  expect((await wanted(old)).generation).toBe(old.generation);
  const heard = await wanted(told);
  expect(heard.generation).not.toBe(old.generation);
  expect((await wanted(old)).generation).toBe(heard.generation);
  // Nobody sets it off again, and a restart is none.
  expect((await wanted(heard)).generation).toBe(heard.generation);
  await reopen();
  expect((await wanted(heard)).generation).toBe(heard.generation);
});
