import { expect, test, vi } from 'vitest';
import { fail, ok } from '../../../shared/result.ts';
import { readOwnTexts } from './read-own-texts.ts';

const SHA256 = 'a'.repeat(64);
const at = (path: string) => ({ path, size: 1 });

test('a file that was moved while it was read is read where it lies now', async () => {
  const locate = vi.fn(async () => at('ocfl/1.pdf')).mockResolvedValueOnce(at('staging/1.pdf'));
  const read = vi.fn(async (file: string) => {
    if (file === 'staging/1.pdf') throw new Error('ENOENT');
    return ok(['бір']);
  });
  expect(await readOwnTexts({ locate, read }, SHA256, [0])).toEqual(['бір']);
});

test('a file that is taken for broken because it was moved is read again, too', async () => {
  const locate = vi.fn(async () => at('ocfl/1.pdf')).mockResolvedValueOnce(at('staging/1.pdf'));
  const read = async (file: string) => (file === 'staging/1.pdf' ? fail('BROKEN') : ok(['бір']));
  expect(await readOwnTexts({ locate, read }, SHA256, [0])).toEqual(['бір']);
});

test('what is broken or never read in time is given up; what is gone may come back', async () => {
  const locate = async () => at('ocfl/1.pdf');
  const broken = vi.fn(async () => fail('BROKEN'));
  expect(await readOwnTexts({ locate, read: broken }, SHA256, [0, 1])).toEqual([null, null]);
  expect(broken).toHaveBeenCalledTimes(1);
  const slow = vi.fn(async () => fail('TOO_SLOW'));
  expect(await readOwnTexts({ locate, read: slow }, SHA256, [0])).toEqual([null]);
  expect(slow).toHaveBeenCalledTimes(2);
  const nowhere = vi.fn(async () => ok(['бір']));
  expect(await readOwnTexts({ locate: async () => null, read: nowhere }, SHA256, [0])).toBeNull();
  expect(nowhere).not.toHaveBeenCalled();
  const failing = vi.fn(async () => Promise.reject(new Error('EIO')));
  expect(await readOwnTexts({ locate, read: failing }, SHA256, [0])).toBeNull();
});
