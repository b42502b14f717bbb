/** Opens what was found in its place: a page inside its document, a region on its page, a tag as what carries it. */
import type { CatalogueRecord } from '../../db/row-of.ts';
import { goTo, goToRecord } from '../../ui/route.ts';

export function openRecord(record: CatalogueRecord): void {
  if (record.t === 'tag') goTo({ screen: 'tag', id: record.id });
  else if (record.t === 'import') goTo({ screen: 'import', id: record.id });
  // A page too: which one of its document's it is now, only its document's list can say.
  else goToRecord(record.id);
}
