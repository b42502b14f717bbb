import { expect, test } from 'vitest';
import type { FoundDamage } from '../../../shared/rpc/contract-audit.ts';
import { keptWord } from './fixity-words.ts';

const damage = (more: Partial<FoundDamage>): FoundDamage => ({
  key: 'k',
  code: 'FILE_CHANGED',
  place: 'ocfl/a',
  path: 'v1/content/f.tif',
  name: 'f.tif',
  size: 1,
  since: '2026-11-22T09:00:00Z',
  foundIn: null,
  tried: null,
  records: [],
  ...more,
});

test('says what is not lost, and calls lost only what was searched for', () => {
  expect(keptWord(damage({ foundIn: '/backup' }))).toBe('backup');
  expect(keptWord(damage({}))).toBe('unknown');
  expect(keptWord(damage({ tried: 'lost' }))).toBe('lost');
  expect(keptWord(damage({ code: 'SIDECAR_DAMAGED' }))).toBe('itself');
  expect(keptWord(damage({ code: 'INVENTORY_DAMAGED', tried: 'lost' }))).toBe('lost');
});
