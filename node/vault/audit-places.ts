/** What there is to audit in a vault: objects by where they should lie, declared or not, and open batches. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { diskCode, diskTrouble } from '../files/disk-trouble.ts';

const TUPLE = /^[0-9a-f]{3}$/u;
const OBJECT = /^[0-9a-f]{64}$/u;
const BATCH = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;

/** `ocfl/<path>` of every folder that is an object or was one, in order; walks folders only. */
export async function* objectPlaces(vault: string): AsyncGenerator<string> {
  const top = join(vault, 'ocfl');
  for (const a of await folders(top, TUPLE))
    for (const b of await folders(join(top, a), TUPLE))
      for (const c of await folders(join(top, a, b), TUPLE))
        for (const object of await folders(join(top, a, b, c), OBJECT)) yield `ocfl/${a}/${b}/${c}/${object}`;
}

/** `staging/<batch>` of every open batch. */
export async function batchPlaces(vault: string): Promise<string[]> {
  return (await folders(join(vault, 'staging'), BATCH)).map((batch) => `staging/${batch}`);
}

/** A folder that went meanwhile has nothing in it; a disk that does not answer is said. */
async function folders(path: string, pattern: RegExp): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && pattern.test(entry.name))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (diskCode(error) === 'FILE_MISSING') return [];
    throw diskTrouble(error, path);
  }
}
