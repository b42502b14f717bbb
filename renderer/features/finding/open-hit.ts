/** Opens what was found in its place: a page inside its document, a region on its page, a tag as what carries it. */
import { imageOf, parentOf } from '../../../shared/model/record-values.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { goTo, goToRecord } from '../../ui/route.ts';

export function openRecord(record: CatalogueRecord): void {
  const parent = parentOf(record.values);
  if (record.t === 'tag') goTo({ screen: 'tag', id: record.id });
  else if (record.t === 'import') goTo({ screen: 'import', id: record.id });
  else if (record.t === 'page' && parent !== null)
    goToRecord(parent, (imageOf(record.values)?.index ?? 0) + 1);
  else goToRecord(record.id);
}
