import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LICENCES_FILE, listLicences } from '../../build/list-licences.ts';

test('the licences that the settings show are those of the packages in the product', () => {
  const shown: unknown = JSON.parse(readFileSync(LICENCES_FILE, 'utf8'));
  const now = listLicences();
  expect(now.length).toBeGreaterThan(20);
  expect(shown, 'run: node build/list-licences.ts').toEqual(now);
});
