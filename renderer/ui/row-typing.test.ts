import { expect, it } from 'vitest';
import { typedBy } from './row-typing.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false };
const key = (name: string) => ({ ...plain, key: name });

it('puts letters typed quickly together, and begins anew after a pause', () => {
  expect(typedBy(key('Р'), { text: '', at: 0 }, 5000)?.text).toBe('Р');
  expect(typedBy(key('-'), { text: 'Р', at: 5000 }, 5300)?.text).toBe('Р-');
  expect(typedBy(key('5'), { text: 'Р-', at: 5300 }, 5600)?.text).toBe('Р-5');
  expect(typedBy(key('5'), { text: 'Р-', at: 5300 }, 7000)?.text).toBe('5');
});

it('leaves keys alone that type nothing: commands, arrows, a space or sign at the beginning', () => {
  for (const name of ['ArrowDown', 'Enter', ' ', '-', '?']) {
    expect(typedBy(key(name), { text: '', at: 0 }, 5000)).toBeNull();
  }
  expect(typedBy({ ...key('a'), ctrlKey: true }, { text: '', at: 0 }, 5000)).toBeNull();
  expect(typedBy({ ...key('n'), altKey: true }, { text: '', at: 0 }, 5000)).toBeNull();
});
