/** Small files that only the user of this machine may read: keys, tokens, checks of passwords. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { renameWithRetry, syncFolder } from '../../../node/files/atomic-write.ts';
import { onDisk } from '../../../node/files/disk-trouble.ts';

const OWN = 0o600;

/** As JSON; see `writeOwnFile`. @throws TroubleError a disk code */
export async function writeSecretFile(path: string, value: unknown): Promise<void> {
  await writeOwnFile(path, `${JSON.stringify(value, null, 1)}\n`);
}

/** Whole or not at all, and on the disk when this resolves; the folder is made if need be. @throws TroubleError a disk code */
export async function writeOwnFile(path: string, data: string | Uint8Array): Promise<void> {
  await onDisk(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      const file = await open(draft, 'wx', OWN);
      try {
        await file.writeFile(data);
        await file.sync();
      } finally {
        await file.close();
      }
      await renameWithRetry(draft, path);
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      throw error;
    }
    await syncFolder(dirname(path));
  });
}
