import { expect, test } from 'vitest';
import { tortureFormats } from './formats.ts';

test('every damaged or hostile file gets a verdict, and what comes after it is judged rightly', async () => {
  const { files, verdicts, pictures } = await tortureFormats(40, 20_261_122);
  expect(files).toBeGreaterThan(120);
  expect(verdicts['TRUNCATED']).toBeGreaterThan(3);
  expect(verdicts['BROKEN']).toBeGreaterThan(3);
  expect(pictures).toBeGreaterThan(60);
}, 120_000);
