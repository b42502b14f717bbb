import { expect, it } from 'vitest';
import { markMore, sourceLabel } from './source-label.ts';

const t = (key: string, values: Record<string, unknown>) => `${key} ${JSON.stringify(values)}`;

it('says how many came with the first file, whatever its name', () => {
  expect(sourceLabel(markMore('шар +1 … .pdf', 29), t)).toBe(
    'import.andMore {"first":"шар +1 … .pdf","count":29}',
  );
});

it('leaves a single name as it is', () => {
  for (const name of ['Сканы 1937', 'a +3', '… +2']) expect(sourceLabel(name, t)).toBe(name);
});
