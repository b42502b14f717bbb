/** Secrets of this machine, sealed by the system for the user who runs the program: Keychain, DPAPI, a Linux desktop's keyring. */
import { safeStorage } from 'electron';
import type { Sealer } from '../services/sync/secret-store.ts';

/** A keyring may ask its owner for a password first, and nobody may be there: the program starts all the same. */
const ANSWER_MS = 30_000;

/**
 * Null where the system keeps none: then files of their owner's alone hold as much. After the application is ready. On a Linux
 * without a keyring Electron would seal by a password that stands in its own source, which is no secret.
 */
export async function systemSealer(): Promise<Sealer | null> {
  const isThere = await inTime(safeStorage.isAsyncEncryptionAvailable()).catch(() => false);
  if (!isThere) return null;
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return null;
  return {
    seal: (text) => inTime(safeStorage.encryptStringAsync(text)),
    async open(sealed) {
      const { result, shouldReEncrypt } = await inTime(safeStorage.decryptStringAsync(Buffer.from(sealed)));
      return { text: result, isStale: shouldReEncrypt };
    },
  };
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('the keyring does not answer')), ANSWER_MS);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
