import { expect, it } from 'vitest';
import { createOpenPdfs } from './open-pdfs.ts';
import type { PdfFile } from './pdf-file.ts';

function world(most: number) {
  const [opened, closed]: [string[], string[]] = [[], []];
  const open = (sha256: string): PdfFile => {
    opened.push(sha256);
    return {
      opened: sha256 === 'broken' ? Promise.reject(new Error('no PDF')) : Promise.resolve(),
      page: () => Promise.reject(new Error('not asked for')),
      text: () => Promise.resolve(null),
      close: () => void closed.push(sha256),
    };
  };
  return { pdfs: createOpenPdfs(open, most), opened, closed };
}

it('closes the PDF that was looked at least lately when there are too many', () => {
  const { pdfs, opened, closed } = world(2);
  pdfs.get('a');
  pdfs.get('b');
  pdfs.get('a');
  pdfs.get('c');
  expect(closed).toEqual(['b']);
  pdfs.touch('a');
  pdfs.touch('never opened');
  pdfs.get('d');
  expect(closed).toEqual(['b', 'c']);
  expect([pdfs.has('a'), pdfs.has('b')]).toEqual([true, false]);
  expect(opened).toEqual(['a', 'b', 'c', 'd']);
  pdfs.close();
  expect(closed).toEqual(['b', 'c', 'a', 'd']);
  expect(pdfs.has('a')).toBe(false);
});

it('opens a PDF anew that could not be opened', async () => {
  const { pdfs, opened } = world(2);
  await pdfs.get('broken').opened.catch(() => undefined);
  await expect.poll(() => pdfs.has('broken')).toBe(false);
  await pdfs.get('broken').opened.catch(() => undefined);
  expect(opened).toEqual(['broken', 'broken']);
});
