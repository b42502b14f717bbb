/** Reads the text layers of a PDF of the vault, wherever it lies by now: sealing a batch moves its files while they are read. */
import type { Vault } from '../../../node/vault/vault-types.ts';
import type { Result } from '../../../shared/result.ts';

type Texts = readonly (string | null)[];

/** A file moves once, from staging into its object; and the thread waits for no longer than two slow readings take. */
const TRIES = 2;

/**
 * The texts of these pages (from 0), null for a page without one, or whose file is broken or could not be read in time however often it was
 * tried. Null for all when the file is not there.
 */
export async function readOwnTexts(
  deps: {
    readonly locate: Vault['locate'];
    readonly read: (file: string, indexes: readonly number[]) => Promise<Result<Texts, string>>;
  },
  sha256: string,
  indexes: readonly number[],
): Promise<Texts | null> {
  const place = async (): Promise<string | null> =>
    (await deps.locate(sha256).catch(() => null))?.path ?? null;
  let isGivenUp = false;
  for (let tries = 0; tries < TRIES && !isGivenUp; tries++) {
    const file = await place();
    if (file === null) return null;
    const read = await deps.read(file, indexes).catch(() => null);
    if (read?.ok === true) return read.value;
    // What is broken in its place will not be whole the next time, and what takes too long would at every start.
    isGivenUp = read !== null && (read.code === 'BROKEN' || tries === TRIES - 1) && (await place()) === file;
  }
  return isGivenUp ? indexes.map(() => null) : null;
}
