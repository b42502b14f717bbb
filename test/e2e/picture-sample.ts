/** What the sample archive has not, and pictures show all the same: a unit scanned leaf by leaf, a page whose text was read. */
import { v7 as newId } from 'uuid';
import { plainJson } from '../../renderer/ui/plain-json.ts';
import { readDates } from '../../shared/model/dates.ts';
import { readLeafRanges } from '../../shared/model/leaves.ts';
import { ordersAfter } from '../../shared/model/order.ts';
import { SHEAF_PLACE, sheafIdOf } from '../../shared/model/sheaf.ts';
import type { StoredFile } from '../../shared/model/record-types.ts';
import { newRecord } from '../../shared/sync/edits.ts';
import { must } from '../../shared/must.ts';

export type Row = { id: string; t: string; values: Record<string, unknown> };
export type Call = <T>(method: string, input: object) => Promise<T>;

const LEAVES = ['1', '1об', '2', '2об', '3', '5', '6', '8', '9', '10'];

/** Reads `document`, whose own text is garbled; answers the unit. */
export async function enrichSample(call: Call, rows: readonly Row[], document: string): Promise<string> {
  const files = rows.flatMap(({ t, values }) => {
    const file = values['file'] as StoredFile | undefined;
    return t === 'document' && file?.mime === 'image/tiff' ? [file] : [];
  });
  const unit = newId();
  const sheaf = sheafIdOf(unit);
  const orders = ordersAfter(null, LEAVES.length);
  const images = files.flatMap((file) =>
    Array.from({ length: file.pages ?? 1 }, (_, index) => ({ file, image: { sha256: file.sha256, index } })),
  );
  const leaf = (written: string) => plainJson(readLeafRanges(written));
  const edits = [
    newRecord(unit, 'unit', {
      parent: fullestInventory(rows),
      number: { num: 16 },
      'title/kk': 'Жер пайдалану туралы хат алмасу',
      'title/ru': 'Переписка о землепользовании',
      'title/en': 'Correspondence on land use',
      dates: plainJson(readDates('1934–1936')),
      expectedLeaves: leaf('1–10'),
      blankLeaves: leaf('7'),
    }),
    newRecord(sheaf, 'document', { parent: unit, order: SHEAF_PLACE }),
    ...LEAVES.map((written, i) => {
      const { file, image } = must(images[i % images.length], 'a scan');
      return newRecord(newId(), 'page', {
        parent: sheaf,
        order: orders[i] ?? '',
        image,
        file: plainJson(file),
        leaf: leaf(written),
      });
    }),
  ];
  await call('journal.commit', { id: newId(), command: 'record.create', edits });
  await call('text.begin', { of: [document], languages: ['kaz'], again: false });
  return unit;
}

/** The one with the most units. */
export function fullestInventory(rows: readonly Row[]): string {
  const units = (of: Row) =>
    rows.filter(({ t, values }) => t === 'unit' && values['parent'] === of.id).length;
  const inventories = rows.filter(({ t }) => t === 'inventory').toSorted((a, b) => units(b) - units(a));
  return must(inventories[0], 'an inventory').id;
}
