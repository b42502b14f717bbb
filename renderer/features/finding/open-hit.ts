/** Opens what was found in its place: a page inside its document, a region on its page, a tag as what carries it. */
import { imageOf, parentOf } from '../../../shared/model/record-values.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { goTo, goToRecord } from '../../ui/route.ts';

/** `ancestors` are those above the record, from the top; a region is opened by its page and document. */
export function openRecord(record: CatalogueRecord, ancestors: readonly CatalogueRecord[]): void {
  const parent = parentOf(record.values);
  if (record.t === 'tag') goTo({ screen: 'tag', id: record.id });
  else if (record.t === 'import') goTo({ screen: 'import', id: record.id });
  else if (record.t === 'region') openRegion(record, ancestors);
  else if (record.t === 'page' && parent !== null) goToRecord(parent, pageNumber(record));
  else goToRecord(record.id);
}

function openRegion(region: CatalogueRecord, ancestors: readonly CatalogueRecord[]): void {
  const page = ancestors.at(-1);
  const document = ancestors.at(-2);
  if (page === undefined || document === undefined) goToRecord(parentOf(region.values) ?? region.id);
  else goTo({ screen: 'record', id: document.id, page: pageNumber(page), region: region.id });
}

function pageNumber(page: CatalogueRecord): number {
  return (imageOf(page.values)?.index ?? 0) + 1;
}
