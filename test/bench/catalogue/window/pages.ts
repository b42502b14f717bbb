/** `globalThis.readPagesOf`: the pages of documents as opening one reads them, from the host, with those of the copy. */
import { openHostLine } from '../../../../renderer/app/host.ts';
import { readPages } from '../../../../renderer/db/pages.ts';

const line = openHostLine();

async function readPagesOf(parents: readonly string[]): Promise<{ ms: number[]; pages: number }> {
  const ms: number[] = [];
  let pages = 0;
  for (const parent of parents) {
    const began = performance.now();
    const read = await readPages(line.client, null, parent);
    ms.push(performance.now() - began);
    if (!read.ok) throw new Error(read.code);
    pages += read.value.length;
  }
  return { ms, pages };
}

export type ReadPagesOf = typeof readPagesOf;
Object.assign(globalThis, { readPagesOf });
