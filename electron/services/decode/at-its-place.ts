/** Work on a stored file, wherever it lies. */
import type { Vault } from '../../../node/vault/vault-types.ts';
import { fail, type Result } from '../../../shared/result.ts';

/** Does `work` with the file's path; once more when it failed and the file lies elsewhere by then, for sealing a batch moves its files. */
export async function atItsPlace<T>(
  vault: Pick<Vault, 'locate'>,
  sha256: string,
  work: (path: string) => Promise<Result<T, string>>,
): Promise<Result<T, string>> {
  const found = await vault.locate(sha256);
  if (found === null) return fail('NOT_FOUND');
  /** Where it lies now, should that be another place. */
  const elsewhere = async () => {
    const now = await vault.locate(sha256);
    return now === null || now.path === found.path ? null : now;
  };
  let done: Result<T, string>;
  try {
    done = await work(found.path);
  } catch (error) {
    // A file that is gone is told by throwing as well.
    const now = await elsewhere();
    if (now === null) throw error;
    return work(now.path);
  }
  const now = done.ok ? null : await elsewhere();
  return now === null ? done : work(now.path);
}
