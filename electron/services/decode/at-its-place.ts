/** Work on a stored file, wherever it lies. */
import type { Vault } from '../../../node/vault/vault-types.ts';
import { fail, type Result } from '../../../shared/result.ts';

/** Does `work` with the file's path; once more when it failed and the file lies elsewhere by then, for sealing a batch moves its files. */
export async function atItsPlace<T>(
  vault: Pick<Vault, 'locate'>,
  sha256: string,
  work: (path: string) => Promise<Result<T, string>>,
): Promise<Result<T, string>> {
  let found = await vault.locate(sha256);
  for (let times = 1; found !== null; times++) {
    const done = await work(found.path);
    if (done.ok || times === 2) return done;
    const now = await vault.locate(sha256);
    if (now?.path === found.path) return done;
    found = now;
  }
  return fail('NOT_FOUND');
}
