/** The records of a stored file: one document, and a page for each of its pages. */
import { ordersAfter } from '../../../shared/model/order.ts';
import type { StoredFile } from '../../../shared/model/record-types.ts';
import type { Change, Edit } from '../../../shared/sync/change.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import { derivedId } from '../../../shared/model/derived-id.ts';
import type { KeptMeta } from './kept-meta.ts';

/** Below the journal's limit of one transaction; a thicker PDF is written by several. */
const EDITS_PER_CHANGE = 4900;
const NAME_CHARACTERS = 1000;

/**
 * The changes that write a file's records, in their order. The same file gives the same changes with the same ids, so
 * committing them again after a kill writes nothing twice.
 */
export function documentChanges(meta: KeptMeta): Change[] {
  const file = storedFileOf(meta);
  const document = newRecord(meta.document, 'document', {
    parent: meta.parent,
    order: meta.place,
    file,
    import: meta.import,
    ...(meta.opening === '' ? {} : { opening: meta.opening }),
  });
  const pages = ordersAfter(null, meta.pages).map((order, index) =>
    newRecord(derivedId(meta.document, `page ${index}`), 'page', {
      parent: meta.document,
      order,
      image: { sha256: meta.sha256, index },
      import: meta.import,
    }),
  );
  return inParts([document, ...pages]).map((edits, part) => ({
    id: derivedId(meta.document, `change ${part}`),
    command: 'import.add',
    edits,
    group: meta.import,
  }));
}

export function storedFileOf(meta: KeptMeta): StoredFile {
  return {
    sha256: meta.sha256,
    size: meta.size,
    mime: meta.mime,
    name: meta.name.slice(-NAME_CHARACTERS),
    pages: meta.pages,
    picture: !meta.warnings.includes('NO_PICTURE'),
  };
}

/** Edits as changes that the journal takes at once. */
export function inParts(edits: readonly Edit[]): Edit[][] {
  const parts: Edit[][] = [];
  for (let from = 0; from < edits.length; from += EDITS_PER_CHANGE) {
    parts.push(edits.slice(from, from + EDITS_PER_CHANGE));
  }
  return parts;
}
