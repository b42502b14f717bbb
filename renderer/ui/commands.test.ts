import { expect, it } from 'vitest';
import { matchingCommands } from './commands.ts';

const COMMANDS = ['Жылжыту…', 'Себетке салу', 'Көрініс: күңгірт'].map((label, i) => ({
  id: String(i),
  label,
  run: () => undefined,
}));

it('finds commands by any words of their names', () => {
  const labels = (text: string) => matchingCommands(COMMANDS, text).map(({ label }) => label);
  expect(labels('КҮҢГІРТ көр')).toEqual(['Көрініс: күңгірт']);
  expect(labels('  ')).toHaveLength(3);
  expect(labels('салу жоқ')).toEqual([]);
});
