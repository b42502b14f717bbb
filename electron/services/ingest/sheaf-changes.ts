/** The changes that make a bound file the pages of its unit's sheaf. Pure. */
import { leavesOfPictures } from '../../../shared/binding/next-leaf.ts';
import type { Json } from '../../../shared/json.ts';
import type { StoredFile } from '../../../shared/model/record-types.ts';
import type { Change, Edit } from '../../../shared/sync/change.ts';
import { newRecord, setFields } from '../../../shared/sync/edits.ts';
import { SHEAF_PLACE } from '../../../shared/model/sheaf.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { RecordView } from '../../../shared/sync/view.ts';
import type { BoundFile } from './bound-file.ts';
import { derivedId } from '../../../shared/model/derived-id.ts';
import { inParts, storedFileOf } from './document-changes.ts';
import { furtherPlace } from './file-order.ts';
import type { KeptMeta } from './kept-meta.ts';
import { placesInSheaf, type ComingPage, type PlacedPage } from './sheaf-places.ts';

export type SheafState = {
  readonly id: RecordId;
  /** Its pages outside the bin, in their order. */
  readonly pages: readonly PlacedPage[];
};

/**
 * Makes the sheaf. It belongs to no import: what another one brought into it would go into the bin with it. Two stations
 * that make it write the same values.
 */
export function makeSheaf(unit: RecordId, sheaf: RecordId): Change {
  return {
    id: derivedId(sheaf, 'made'),
    command: 'sheaf.make',
    edits: [newRecord(sheaf, 'document', { parent: unit, order: SHEAF_PLACE })],
  };
}

/**
 * The changes that write a file's pages. The same file gives the same ids, so committing them again after a kill writes
 * nothing twice. `replaced`: the page whose picture the first picture takes the place of.
 */
export function pageChanges(
  meta: KeptMeta & { readonly bound: BoundFile },
  sheaf: SheafState,
  replaced: RecordView | null,
): Change[] {
  const file = storedFileOf(meta);
  const leaves = leavesOfPictures(meta.bound.leaves, meta.pages, meta.bound.counted);
  const first = replaced === null ? 0 : 1;
  const coming = leaves.slice(first).map((leaf, i): ComingPage => ({
    leaf,
    place: furtherPlace(meta.place, first + i),
    import: meta.import,
    name: file.name,
  }));
  const own = new Set(coming.map((_, i) => derivedId(meta.document, `page ${first + i}`)));
  // Pages of this file that an earlier, cut attempt has written are where they are; what is left finds its place behind them.
  const there = sheaf.pages.filter(({ id }) => !own.has(id));
  const places = placesInSheaf(there, coming, placingOf(meta.bound, replaced));
  const pages = coming.map(({ leaf }, i) =>
    newRecord(derivedId(meta.document, `page ${first + i}`), 'page', {
      parent: sheaf.id,
      order: places[i] ?? '',
      image: { sha256: meta.sha256, index: first + i },
      file,
      ...(leaf === null ? {} : { leaf: leaf as Json }),
      import: meta.import,
    }),
  );
  return [
    ...(replaced === null ? [] : [replacing(meta, replaced, file)]),
    ...inParts(pages).map((edits, part) => ({
      id: derivedId(meta.document, `change ${part}`),
      command: meta.bound.byHand === true ? 'leaf.insert' : 'import.add',
      edits,
      ...(meta.bound.byHand === true ? {} : { group: meta.import }),
    })),
  ];
}

/** One that a person chose by name is taken back by undo; of those that an import found, by undoing the import. */
function replacing(
  meta: KeptMeta & { readonly bound: BoundFile },
  page: RecordView,
  file: StoredFile,
): Change {
  const image = { sha256: meta.sha256, index: 0 };
  // How the earlier picture was turned says nothing of this one.
  const unturned = page.values['turned'] === undefined ? {} : { turned: null };
  const edits: Edit[] = [setFields(page, { image, file, import: meta.import, ...unturned })];
  const isNamed = meta.bound.there === page.id;
  return {
    id: derivedId(meta.document, 'replaced'),
    command: 'leaf.replace',
    edits,
    ...(isNamed ? {} : { group: meta.import }),
  };
}

function placingOf({ place }: BoundFile, replaced: RecordView | null) {
  return replaced === null ? place : { after: replaced.id };
}
