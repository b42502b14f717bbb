/** What the centre wants of this station's files, and whether it is another life of them that speaks. */
import { ok, type Result } from '../../../../shared/result.ts';
import type { FilesMeans } from './round-means.ts';

export type HeardWanted = {
  /** Another centre, or one that was set back: everything that it said before is void, and was forgotten. */
  readonly isAnother: boolean;
  readonly wanted: readonly string[];
};

export async function hearWanted(
  { centre, store, carried }: Pick<FilesMeans, 'centre' | 'store' | 'carried'>,
  signal: AbortSignal,
): Promise<Result<HeardWanted, string>> {
  const told = await centre.wanted(await store.place(null), signal);
  if (!told.ok) return told;
  const { generation, mark, wanted } = told.value;
  const isAnother = await store.generation({ generation, mark });
  if (isAnother) carried.forget();
  return ok({ isAnother, wanted });
}
