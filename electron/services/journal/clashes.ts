/**
 * Codes that were given more than once: records of one level with the same number in the same count. Two stations that are
 * apart cannot know of each other's numbers, so this is nobody's mistake, and a person settles it.
 */
import type { Database } from '../../../node/sqlite/open-database.ts';
import { numberOf } from '../../../shared/model/record-values.ts';
import type { Output } from '../../../shared/rpc/contract.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import type { Meta } from './meta.ts';
import { readDoc } from './record-row.ts';

export type Clashes = Output<'journal.clashes'>;

type Group = { readonly root: string | null; readonly t: string; readonly number: string };

/** Deeper than sections and headings go; a ring of them ends here. */
const MAX_DEPTH = 50;

export function createClashes(db: Database, meta: Meta): (limit: number) => Clashes {
  const inner = db.prepare<{ id: string; parent: string | null }>(
    "SELECT id, parent FROM records INDEXED BY records_inner WHERE t IN ('section', 'heading')",
  );
  // In the order of the index: nothing has to be sorted, however many records there are.
  const groups = db.prepare<Group>(`
    SELECT parent AS root, t, number FROM records INDEXED BY records_numbered
    WHERE number IS NOT NULL AND deleted = 0 AND parent IS NOT NULL AND t <> 'fonds'
    GROUP BY parent, t, number HAVING count(*) > 1`);
  // Places that share one count.
  const shared = db.prepare<Group>(`
    WITH roots (id, root) AS (SELECT value ->> 0, value ->> 1 FROM json_each(?))
    SELECT root, t, number FROM roots CROSS JOIN records INDEXED BY records_numbered ON records.parent = roots.id
    WHERE number IS NOT NULL AND deleted = 0 AND t <> 'fonds'
    GROUP BY root, t, number HAVING count(*) > 1`);
  // A fonds counts with all others, whatever it names as its parent.
  const fonds = db.prepare<Group>(`
    SELECT NULL AS root, t, number FROM records INDEXED BY records_numbered
    WHERE number IS NOT NULL AND deleted = 0 AND t = 'fonds' GROUP BY number HAVING count(*) > 1`);
  const members = db.prepare<{ id: string; doc: string }>(`
    WITH places (id) AS (SELECT value FROM json_each(?))
    SELECT records.id AS id, doc FROM records INDEXED BY records_numbered
    WHERE parent IN (SELECT id FROM places) AND t = ? AND number = ? AND deleted = 0 ORDER BY records.id`);
  const topMembers = db.prepare<{ id: string; doc: string }>(`
    SELECT id, doc FROM records INDEXED BY records_numbered
    WHERE t = 'fonds' AND number = ? AND deleted = 0 ORDER BY id`);
  let found: { readonly n: number; readonly groups: Group[]; readonly places: Map<string, string[]> } | null =
    null;

  function find(n: number): NonNullable<typeof found> {
    if (found?.n === n) return found;
    const roots = rootsOf(new Map(inner.all().map(({ id, parent }) => [id, parent])));
    const places = new Map<string, string[]>();
    for (const [id, root] of roots) places.set(root, [...(places.get(root) ?? [root]), id]);
    const counted = [...places].flatMap(([root, ids]) => ids.map((id) => [id, root]));
    const isShared = new Set(counted.map(([id]) => id));
    const all = [
      ...fonds.all(),
      ...groups.all().filter(({ root }) => root === null || !isShared.has(root)),
      ...shared.all(JSON.stringify(counted)),
    ];
    return (found = { n, places, groups: all });
  }

  return (limit) => {
    const n = meta.localNumber();
    const { groups: all, places } = find(n);
    const clashes = all.slice(0, limit).flatMap(({ root, t, number: key }) => {
      const rows =
        root === null ? topMembers.all(key) : members.all(JSON.stringify(places.get(root) ?? [root]), t, key);
      const first = rows[0];
      const number = first === undefined ? null : numberOf(viewOf(readDoc(first.doc)).values);
      return number === null ? [] : [{ t, under: root, number, ids: rows.map(({ id }) => id) }];
    });
    return { n, total: all.length, clashes };
  };
}

/** Where the count of what hangs under a section or heading begins: at the first record above that is neither. */
function rootsOf(parents: ReadonlyMap<RecordId, RecordId | null>): Map<RecordId, RecordId> {
  const roots = new Map<RecordId, RecordId>();
  for (const id of parents.keys()) {
    let above: RecordId | null = id;
    for (let depth = 0; above !== null && parents.has(above) && depth < MAX_DEPTH; depth++)
      above = parents.get(above) ?? null;
    if (above !== null && !parents.has(above)) roots.set(id, above);
  }
  return roots;
}
