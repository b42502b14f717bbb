/** The pages of a unit or a document: the host has them all, the copy only those that carry a person's words. */
import type { HostClient } from '../../shared/rpc/host-client.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import type { CatalogueDatabase } from './database.ts';
import { recordOf, type CatalogueRecord } from './row-of.ts';
import { viewOf } from '../../shared/sync/view.ts';

/**
 * All pages under `parent`, in their order, without those in the bin. Where the copy has a newer state of a page than
 * the host's answer, such as one written while it was on its way, that one is shown. Errors: the host's.
 */
export async function readPages(
  host: HostClient,
  db: CatalogueDatabase | null,
  parent: RecordId,
): Promise<Result<CatalogueRecord[], string>> {
  const told = await host.call('record.pages', { parent });
  if (!told.ok) return told;
  const { n, states } = told.value;
  const rows = (await db?.records.bulkGet(states.map((state) => state.id))) ?? [];
  const pages = states.map((state, i) => {
    const row = rows[i];
    return row !== undefined && row.n > n ? recordOf(row) : { ...viewOf(state), n };
  });
  return ok(pages.filter((page) => !page.deleted));
}
