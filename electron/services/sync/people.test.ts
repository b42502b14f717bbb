/** People of one machine, on a real folder. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPeople } from './people.ts';

const AIGUL = { id: '01930000-0000-7000-8000-000000000001', login: 'Айгүл', name: 'Айгүл Серікқызы' };
const MARAT = { id: '01930000-0000-7000-8000-000000000002', login: 'marat', name: 'Марат' };
let folder: string;
let time: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qoima-people-'));
  time = 1_000_000;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () => openPeople(folder, () => time);

test('who signed in once can do so without a line, several on one machine', async () => {
  const first = await open();
  expect(await first.check('Айгүл', 'құпия')).toMatchObject({ code: 'SIGN_IN_NEEDS_LINE' });
  await first.remember(AIGUL, 'құпия', 'r1');
  await first.remember(MARAT, 'secret', 'r2');
  const people = await open();
  expect(people.signedIn()).toEqual(MARAT);
  expect(await people.check(' айгүл ', 'құпия')).toEqual({ ok: true, value: AIGUL });
  expect([people.signedIn(), people.refresh()]).toEqual([AIGUL, 'r1']);
  expect(await people.check('marat', 'құпия')).toMatchObject({
    code: 'WRONG_PASSWORD',
    details: { left: 4 },
  });
  expect(people.signedIn()).toEqual(AIGUL);
  await people.setSignedIn(null);
  expect((await open()).signedIn()).toBeNull();
});

test('wrong passwords are counted over a restart, cost time, and are forgotten after the right one', async () => {
  const people = await open();
  await people.remember(MARAT, 'secret', 'r');
  for (let left = 4; left > 0; left--)
    expect(await people.countWrong('marat')).toMatchObject({ code: 'WRONG_PASSWORD', details: { left } });
  expect(await people.countWrong('MARAT')).toMatchObject({
    code: 'SIGN_IN_LOCKED',
    details: { seconds: 30 },
  });
  const again = await open();
  expect(await again.check('marat', 'secret')).toMatchObject({ code: 'SIGN_IN_LOCKED' });
  time += 31_000;
  expect(await again.countWrong('marat')).toMatchObject({ details: { seconds: 60 } });
  time += 61_000;
  expect(await again.check('marat', 'secret')).toMatchObject({ ok: true });
  expect(await again.countWrong('marat')).toMatchObject({ code: 'WRONG_PASSWORD', details: { left: 4 } });
});

test('what happens at one moment is all kept', async () => {
  const people = await open();
  await people.remember(MARAT, 'secret', 'r1');
  // A token is renewed while he signs out, and somebody tries passwords from two windows.
  await Promise.all([
    people.setSignedIn(null),
    people.setRefresh(MARAT.id, 'r1', 'r2'),
    ...[1, 2, 3].map(() => people.countWrong('aliya')),
  ]);
  const again = await open();
  expect(again.signedIn()).toBeNull();
  expect(await again.countWrong('aliya')).toMatchObject({ details: { left: 1 } });
  await again.setSignedIn(MARAT.id);
  expect(again.refresh()).toBe('r2');
  // What the centre says late of one that is not kept any more changes nothing.
  await again.setRefresh(MARAT.id, 'r1', null);
  expect(again.refresh()).toBe('r2');
});

test('a clock that is set back locks nobody out for good', async () => {
  const people = await open();
  await people.remember(MARAT, 'secret', 'r');
  for (let i = 0; i < 6; i++) await people.countWrong('marat');
  time -= 10 * 365 * 24 * 3600_000;
  expect(people.mayTry('marat')).toMatchObject({ code: 'SIGN_IN_LOCKED', details: { seconds: 900 } });
});

test.skipIf(process.platform === 'win32')(
  'nobody else can read the file, and no password stands in it',
  async () => {
    await (await open()).remember(MARAT, 'secret-password', 'r');
    const file = join(folder, 'people.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain('secret-password');
  },
);
