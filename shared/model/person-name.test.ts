import { expect, test } from 'vitest';
import { personName } from './person-name.ts';
import type { Values } from './record-values.ts';

const [local, account, third] = ['a', 'b', 'c'].map((c) => `0190a000-0000-7000-8000-00000000000${c}`) as [
  string,
  string,
  string,
];

function nameIn(people: Readonly<Record<string, Values>>, id: string): Promise<string | null> {
  return personName(id, (each) => Promise.resolve(people[each] ?? null));
}

test('a person without an account is called by their own name', async () => {
  expect(await nameIn({ [local]: { name: 'aigul' } }, local)).toBe('aigul');
  expect(await nameIn({ [local]: {} }, local)).toBeNull();
  expect(await nameIn({}, local)).toBeNull();
});

test('the account’s name goes before the one that the station began with', async () => {
  const people = { [local]: { name: 'user', account }, [account]: { name: 'Әсел Нұрланқызы' } };
  expect(await nameIn(people, local)).toBe('Әсел Нұрланқызы');
  expect(await nameIn(people, account)).toBe('Әсел Нұрланқызы');
});

test('an account that is not here yet, or has no name, leaves the name that is known', async () => {
  expect(await nameIn({ [local]: { name: 'user', account } }, local)).toBe('user');
  expect(await nameIn({ [local]: { name: 'user', account }, [account]: { name: ' ' } }, local)).toBe('user');
});

test('a ring of accounts has an end', async () => {
  const people = {
    [local]: { name: 'a', account },
    [account]: { name: 'b', account: third },
    [third]: { name: 'c', account: local },
  };
  expect(await nameIn(people, local)).toBe('c');
});
