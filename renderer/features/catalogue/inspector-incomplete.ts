/** The command that goes to the next record which lacks what its template asks for: further on in the tree, then around. */
import { useTranslation } from 'react-i18next';
import { layoutOf, missingOf } from '../../../shared/model/layout.ts';
import { levelSchema } from '../../../shared/model/record-types.ts';
import { templateOf } from '../../../shared/model/record-values.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { useCatalogue } from '../../db/catalogue-context.tsx';
import type { CatalogueDatabase } from '../../db/database.ts';
import { placeOf } from '../../db/places.ts';
import { readRecord } from '../../db/queries.ts';
import { recordOf, type CatalogueRecord } from '../../db/row-of.ts';
import { useCommands } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';
import { goToRecord } from '../../ui/route.ts';

/** So many records are looked at for one press of the keys; the next press goes on from there. */
const MOST_LOOKED_AT = 5000;
const BATCH = 200;

export function useNextIncomplete(record: CatalogueRecord | null): void {
  const { t } = useTranslation();
  const desk = useDesk();
  const { copy } = useCatalogue();
  const go = async () => {
    const db = copy.get();
    if (db === null || record === null) return;
    const found = await findIncomplete(db, record);
    if (found === null) desk.say({ text: t('said.allComplete') });
    else goToRecord(found);
  };
  useCommands([
    {
      id: 'nextIncomplete',
      label: t('required.next'),
      chords: ['Alt+KeyI'],
      isDisabled: record === null,
      run: () => void go(),
    },
  ]);
}

/**
 * The next record that lacks anything: first what hangs under `from`, then what follows it among its neighbours and those
 * of the records above; null when none of the first five thousand does.
 */
export async function findIncomplete(db: CatalogueDatabase, from: CatalogueRecord): Promise<RecordId | null> {
  const budget = { left: MOST_LOOKED_AT, templates: new Map<RecordId, CatalogueRecord | null>() };
  const under = await lookThrough(db, from.id, null, budget);
  if (under !== null) return under;
  let at: CatalogueRecord | null = from;
  while (at !== null && budget.left > 0) {
    const place = placeOf(at);
    const found: RecordId | null = await lookThrough(db, place, at.id, budget);
    if (found !== null) return found;
    at = await readRecord(db, place.includes('-') ? place : null);
  }
  return null;
}

type Budget = { left: number; readonly templates: Map<RecordId, CatalogueRecord | null> };

/** In the order of the list, each record before those under it; after the record `after`, or from the first. */
async function lookThrough(
  db: CatalogueDatabase,
  place: string,
  after: RecordId | null,
  budget: Budget,
): Promise<RecordId | null> {
  const start = after === null ? '' : ((await db.records.get(after))?.sort ?? '');
  const ids = await db.records.where('[place+sort]').between([place, start], [place, '\uffff']).primaryKeys();
  const next = after === null ? ids : ids.slice(ids.indexOf(after) + 1);
  for (let i = 0; i < next.length && budget.left > 0; i += BATCH) {
    for (const row of await db.records.bulkGet(next.slice(i, i + BATCH))) {
      if (row === undefined || row.t === 'page' || budget.left <= 0) continue;
      budget.left -= 1;
      const record = recordOf(row);
      if (await isIncomplete(db, record, budget)) return record.id;
      const under = row.t === 'document' ? null : await lookThrough(db, row.id, null, budget);
      if (under !== null) return under;
    }
  }
  return null;
}

async function isIncomplete(
  db: CatalogueDatabase,
  record: CatalogueRecord,
  budget: Budget,
): Promise<boolean> {
  const level = levelSchema.safeParse(record.t).data;
  if (level === undefined) return false;
  const id = templateOf(record.values);
  if (id !== null && !budget.templates.has(id)) budget.templates.set(id, await readRecord(db, id));
  const template = id === null ? null : (budget.templates.get(id) ?? null);
  const values = template === null || template.deleted ? null : template.values;
  return missingOf(record.values, layoutOf(level, values)).length > 0;
}
