/** Who is not signed in at a station of a centre writes nothing: nobody would know whose it is. */
import { expect, test } from 'vitest';
import type { Services } from '../../../shared/rpc/contract.ts';
import { withSignIn } from './locked.ts';

const WRITES = [
  'journal.commit',
  'journal.undo',
  'import.undo',
  'capture.act',
  'sample.open',
  'sample.remove',
];
const READS = ['journal.states', 'import.list', 'capture.end', 'sync.signIn'];

test('what writes the catalogue waits for somebody, all else does not', async () => {
  const called: string[] = [];
  const all = Object.fromEntries(
    [...WRITES, ...READS].map((name) => [name, async () => void called.push(name)]),
  );
  let isLocked = true;
  const services = withSignIn(all as unknown as Services, () => isLocked) as unknown as Record<
    string,
    (input: unknown) => Promise<unknown>
  >;
  for (const name of WRITES)
    await expect(services[name]?.({})).rejects.toMatchObject({ code: 'SIGN_IN_NEEDED' });
  for (const name of READS) await services[name]?.({});
  expect(called).toEqual(READS);
  isLocked = false;
  for (const name of WRITES) await services[name]?.({});
  expect(called).toEqual([...READS, ...WRITES]);
});
