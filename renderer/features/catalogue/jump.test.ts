import { expect, it } from 'vitest';
import { printPlainNumber } from '../../../shared/model/number-part.ts';
import type { NumberPart } from '../../../shared/model/record-types.ts';
import { findWanted, readWanted, type JumpLookUps, type Wanted } from './jump.ts';

const TREE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  top: { 'Р-5': 'f5', '7': 'f7' },
  f5: { '1': 'i1', '3': 'i3' },
  f7: { '1': 'u71' },
  section: { '9': 'i9' },
  i1: { '2': 'u2', '12': 'u12', '123': 'u123' },
};

const lookUps: JumpLookUps = {
  find: async (place, number: NumberPart) => {
    const all = TREE[place];
    if (all === undefined) return null;
    const exact = all[printPlainNumber(number)];
    const next = Object.keys(all).find((each) => Number.parseInt(each, 10) > number.num);
    const near = next === undefined ? Object.values(all).at(-1) : all[next];
    return exact !== undefined
      ? { id: exact, isExact: true }
      : near === undefined
        ? null
        : { id: near, isExact: false };
  },
  inner: async (place) => (place === 'f5' ? ['section'] : []),
};

async function jump(text: string, here: readonly string[] = ['top']): Promise<string | null> {
  const wanted = readWanted(text) as Wanted;
  const found = await findWanted(wanted, here, lookUps);
  return found === null ? null : `${found.id}${found.isExact ? '' : '~'}`;
}

it('walks down a code in any of its forms', async () => {
  expect(await jump('Ф. Р-5. Оп. 1. Д. 123')).toBe('u123');
  expect(await jump('Р-5/1/12')).toBe('u12');
  expect(await jump('Р-5-қор, 1-тізімдеме, 2-іс')).toBe('u2');
  expect(await jump('Р-5/3')).toBe('i3');
  expect(await jump('Р-5')).toBe('f5');
  expect(await jump('Ф. 7. Д. 1')).toBe('u71');
});

it('finds what a code passes over a section for', async () => {
  expect(await jump('Р-5/9')).toBe('i9');
});

it('answers the nearest that there is, as far down as the code leads', async () => {
  expect(await jump('Р-5/1/13')).toBe('u123~');
  expect(await jump('Р-5/1/999')).toBe('u123~');
  expect(await jump('Р-5/2/4')).toBe('i3~');
  expect(await jump('Ф. 6. Оп. 1')).toBe('f7~');
  // The inventory is there and holds nothing.
  expect(await jump('Р-5/3/1')).toBe('i3~');
});

it('takes a number alone for one in the place on the screen, then in those above it', async () => {
  expect(await jump('12', ['i1', 'f5', 'top'])).toBe('u12');
  expect(await jump('3', ['i1', 'f5', 'top'])).toBe('i3');
  expect(await jump('Р-5', ['i1', 'f5', 'top'])).toBe('f5');
  expect(await jump('13', ['i1', 'f5', 'top'])).toBe('u123~');
  expect(await jump('Д. 2', ['i1', 'f5', 'top'])).toBe('u2');
});

it('says when it is no code at all', () => {
  for (const text of ['', 'хаттама', '???']) expect(readWanted(text)).toBeNull();
});
