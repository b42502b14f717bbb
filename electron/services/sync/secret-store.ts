/**
 * What of this machine nobody else may have: the key by which its centre knows it, the password of a proxy. Where the system keeps
 * secrets for its user (the desktop program on most machines) they are sealed by it; elsewhere they lie in files of their owner's
 * alone. A secret is never lost on the way from one to the other: the sealed one is on the disk and was opened again before the
 * plain one goes.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { renameWithRetry, syncFolder } from '../../../node/files/atomic-write.ts';
import { diskTrouble, onDisk } from '../../../node/files/disk-trouble.ts';
import { fail, ok, TroubleError, type Result } from '../../../shared/result.ts';
import { writeOwnFile } from './secret-file.ts';

type SecretName = 'device' | 'proxy';

/** The system's own keeping of secrets: what is sealed for this user on this machine nobody else opens. */
export type Sealer = {
  /** Rejects when the system would not. */
  seal(text: string): Promise<Uint8Array>;
  /** Rejects when it is damaged, or sealed for somebody else. `isStale`: the system would seal it better now. */
  open(sealed: Uint8Array): Promise<{ readonly text: string; readonly isStale: boolean }>;
};

export type SecretStore = {
  /**
   * Null: there is none. Errors: SECRET_UNREADABLE (sealed for another user or machine, by the desktop program for itself, or
   * damaged). @throws TroubleError a disk code
   */
  read(name: SecretName): Promise<Result<string | null, 'SECRET_UNREADABLE'>>;
  /** It is on the disk when this resolves. What could not be read is set aside first. @throws TroubleError a disk code */
  write(name: SecretName, text: string): Promise<void>;
  /** What is there counts no more, and is kept under another name. @throws TroubleError a disk code */
  setAside(name: SecretName): Promise<void>;
  /** @throws TroubleError a disk code */
  remove(name: SecretName): Promise<void>;
};

/** `sealer` null: files of the owner's alone. */
export function openSecrets(deps: {
  readonly folder: string;
  readonly sealer: Sealer | null;
  readonly now?: () => number;
}): SecretStore {
  const { folder, sealer, now = Date.now } = deps;
  const plainAt = (name: SecretName): string => join(folder, `${name}.json`);
  const sealedAt = (name: SecretName): string => join(folder, `${name}.sealed`);

  async function opened(sealed: Uint8Array | null) {
    if (sealer === null || sealed === null) return null;
    return sealer.open(sealed).catch(() => null);
  }

  /** Whether it lies there sealed now, and can be opened; where the system would not, nothing is changed. */
  async function seal(name: SecretName, text: string): Promise<boolean> {
    const sealed = await sealer?.seal(text).catch(() => null);
    if (sealed === undefined || sealed === null || (await opened(sealed))?.text !== text) return false;
    await writeOwnFile(sealedAt(name), sealed);
    return (await opened(await bytesAt(sealedAt(name))))?.text === text;
  }

  async function moveAside(path: string): Promise<void> {
    try {
      await renameWithRetry(path, `${path}.${new Date(now()).toISOString().replaceAll(':', '-')}.aside`);
    } catch (error) {
      if (!(error instanceof TroubleError && error.code === 'FILE_MISSING')) throw error;
    }
  }

  async function removeAt(path: string): Promise<void> {
    await onDisk(path, () => rm(path, { force: true }));
    await syncFolder(folder).catch(() => undefined);
  }

  return {
    async read(name) {
      const [plain, sealed] = [await bytesAt(plainAt(name)), await bytesAt(sealedAt(name))];
      const text = plain === null ? null : Buffer.from(plain).toString('utf8');
      const found = await opened(sealed);
      const inside = found?.text ?? null;
      if (text === null) {
        if (found?.isStale === true) await seal(name, found.text);
        return sealed !== null && inside === null ? fail('SECRET_UNREADABLE') : ok(inside);
      }
      if (sealer === null) return ok(text);
      // A program that knows nothing of seals wrote the plain one later: it is the one that counts.
      if (sealed !== null && inside !== text) await moveAside(sealedAt(name));
      if (inside === text || (await seal(name, text))) await removeAt(plainAt(name));
      return ok(text);
    },
    async write(name, text) {
      const before = await bytesAt(sealedAt(name));
      if (before !== null && (await opened(before)) === null) await moveAside(sealedAt(name));
      if (await seal(name, text)) return removeAt(plainAt(name));
      await writeOwnFile(plainAt(name), text);
    },
    async setAside(name) {
      await moveAside(sealedAt(name));
      await moveAside(plainAt(name));
    },
    async remove(name) {
      await removeAt(sealedAt(name));
      await removeAt(plainAt(name));
    },
  };
}

async function bytesAt(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw diskTrouble(error, path);
  }
}
