/**
 * The generation of an archive's files at this server. Another one says to every station that what was told before says nothing: it
 * asks and sends anew.
 */
import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../node/files/atomic-write.ts';
import { diskCode, diskTrouble, onDisk } from '../../node/files/disk-trouble.ts';

export type Generation = {
  now(): string;
  /** Begins another one. @throws TroubleError of the disk */
  renew(): Promise<void>;
};

/**
 * No backup has its file, and it holds for the folder that it was written in: whoever comes out of a backup, or is a copy of some
 * time ago, begins a new generation. A folder that was only moved to another disk does so too, which costs questions and no bytes.
 */
export async function openGeneration(folder: string): Promise<Generation> {
  const file = join(folder, 'generation');
  const { ino, birthtimeMs } = await onDisk(folder, () => stat(folder, { bigint: true }));
  const place = `${ino}-${birthtimeMs}`;

  async function begin(): Promise<string> {
    const made = randomUUID();
    await writeFileAtomic(file, `${made} ${place}\n`);
    return made;
  }

  let now = (await readKnown(file, place)) ?? (await begin());
  let renewing: Promise<string> | null = null;
  return {
    now: () => now,
    async renew() {
      // Several stations find out at once: one new beginning is enough for all.
      renewing ??= begin().finally(() => (renewing = null));
      now = await renewing;
    },
  };
}

/** Null when there is none that holds for this place. */
async function readKnown(file: string, place: string): Promise<string | null> {
  try {
    const [made = '', writtenIn] = (await readFile(file, 'utf8')).trim().split(' ');
    return /^[0-9a-f-]{36}$/u.test(made) && writtenIn === place ? made : null;
  } catch (error) {
    if (diskCode(error) !== 'FILE_MISSING') throw diskTrouble(error, file);
    return null;
  }
}
