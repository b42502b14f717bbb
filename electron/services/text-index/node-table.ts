/** The table of what pages hang below, and its likeness in memory. */
import type { Database } from '../../../node/sqlite/open-database.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { NodeTree } from './node-tree.ts';
import type { OwnAccess } from './page-facts.ts';
import { eachRowOf } from './read-columns.ts';
import { uuidBytes, uuidOf } from './uuid-bytes.ts';

export type NodeToIndex = {
  readonly id: RecordId;
  readonly t: string;
  readonly parent: RecordId | null;
  /** The journal's number of its state. */
  readonly n?: number;
  /** Sorts among what hangs under the same record. */
  readonly place?: string;
  /** Its own days as `YYYY-MM-DD`; null when unknown. */
  readonly first?: string | null;
  readonly last?: string | null;
  readonly access?: OwnAccess;
  readonly deleted?: boolean;
  /** The digest of the PDF that a document holds. */
  readonly pdf?: string | null;
  readonly tags?: readonly RecordId[];
  /** The words of its own number, as `partTokens` asks for them. */
  readonly codes?: readonly string[];
};

export type NodeTable = {
  put(node: NodeToIndex): void;
  find(id: RecordId): number | null;
  /** The number of a node; one that is not known yet gets one. */
  named(id: RecordId): number;
  idOf(node: number): RecordId | null;
  load(): void;
};

type Row = {
  id: number;
  t: string;
  parent: number;
  first: number;
  last: number;
  access: string;
  deleted: number;
};

export function createNodeTable(db: Database, memory: { nodes(): NodeTree }): NodeTable {
  const select = db.prepare<{ id: number }>('SELECT id FROM node WHERE uuid = ?');
  const uuid = db.prepare<{ uuid: Uint8Array }>('SELECT uuid FROM node WHERE id = ?');
  const stub = db.prepare<{ id: number }>(
    `INSERT INTO node (uuid, n, t, parent, place, first, last, access, deleted, pdf)
     VALUES (?, 0, '', 0, '', 0, 0, '', 0, '') RETURNING id`,
  );
  const update = db.prepare(
    `UPDATE node SET n = ?, t = ?, parent = ?, place = ?, first = ?, last = ?, access = ?, deleted = ?, pdf = ?
     WHERE id = ?`,
  );
  const dropTags = db.prepare('DELETE FROM node_tag WHERE node = ?');
  const addTag = db.prepare('INSERT OR IGNORE INTO node_tag (tag, node) VALUES (?, ?)');
  const dropCodes = db.prepare('DELETE FROM node_code WHERE node = ?');
  const addCode = db.prepare('INSERT OR IGNORE INTO node_code (word, node) VALUES (?, ?)');

  const find = (id: RecordId): number | null => select.get(uuidBytes(id))?.id ?? null;

  const tree = ({ id, t, parent, first, last, access, deleted }: Row): void =>
    memory.nodes().put(id, {
      t,
      parent,
      first,
      last,
      access: access === '' ? null : (access as OwnAccess),
      deleted: deleted === 1,
    });

  function named(id: RecordId): number {
    const known = find(id);
    if (known !== null) return known;
    const node = stub.get(uuidBytes(id))?.id ?? 0;
    tree({ id: node, t: '', parent: 0, first: 0, last: 0, access: '', deleted: 0 });
    return node;
  }

  return {
    find,
    named,
    idOf(node) {
      const row = uuid.get(node);
      return row === undefined ? null : uuidOf(row.uuid);
    },
    put(node) {
      const id = named(node.id);
      const parent = node.parent === null ? 0 : named(node.parent);
      const [first, last] = [dayNumber(node.first), dayNumber(node.last)];
      const row: Row = {
        id,
        t: node.t,
        parent,
        first,
        last,
        access: node.access ?? '',
        deleted: node.deleted === true ? 1 : 0,
      };
      update.run(
        node.n ?? 0,
        row.t,
        parent,
        node.place ?? '',
        first,
        last,
        row.access,
        row.deleted,
        node.pdf ?? '',
        id,
      );
      dropTags.run(id);
      for (const tag of node.tags ?? []) addTag.run(tag, id);
      dropCodes.run(id);
      for (const word of node.codes ?? []) addCode.run(word, id);
      tree(row);
    },
    load() {
      const columns = ['id', 't', 'parent', 'first', 'last', 'access', 'deleted'] as const;
      eachRowOf(db, 'node', [...columns], ([id, t, parent, first, last, access, deleted]) =>
        tree({
          id: Number(id),
          t: String(t),
          parent: Number(parent),
          first: Number(first),
          last: Number(last),
          access: String(access),
          deleted: Number(deleted),
        }),
      );
    },
  };
}

/** `1937-05-09` as 19370509. */
function dayNumber(day: string | null | undefined): number {
  return day === null || day === undefined ? 0 : Number(day.replaceAll('-', ''));
}
