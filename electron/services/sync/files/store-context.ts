/** What the parts of the store of files share. */
import path from 'node:path';
import type { Database } from '../../../../node/sqlite/open-database.ts';
import type { JournalReader } from '../../text-index/read-journal.ts';
import type { FileRows } from './file-rows.ts';
import type { KnownFile, KnownSum, SealedBatch } from './files-calls.ts';
import type { Holdings } from './holdings.ts';
import { readBatchContent } from './look-vault.ts';

export type StoreContext = {
  /** The vault's folder. */
  readonly vault: string;
  readonly db: Database;
  readonly journal: JournalReader;
  readonly rows: FileRows;
  readonly holdings: Holdings;
};

/** The digests and sizes of a sealed batch's content; empty when it cannot be read. */
export async function contentOf({ vault }: StoreContext, place: string): Promise<readonly KnownFile[]> {
  return (await readBatchContent(path.join(vault, 'ocfl', place)))?.files ?? [];
}

export function batchesWhere(db: Database, where: string, ...values: (string | number)[]): SealedBatch[] {
  return db
    .prepare<SealedBatch>(`SELECT batch, path, files, bytes FROM batches WHERE ${where}`)
    .all(...values);
}

export function sumWhere(db: Database, where: string): KnownSum {
  const row = db
    .prepare<{
      files: number;
      bytes: number | null;
    }>(`SELECT count(*) AS files, sum(size) AS bytes FROM files WHERE ${where}`)
    .get();
  return { files: row?.files ?? 0, bytes: row?.bytes ?? 0 };
}

export function countOf(db: Database, from: string): number {
  return db.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${from}`).get()?.n ?? 0;
}

export function metaOf(db: Database, key: string): string | undefined {
  return db.prepare<{ value: string }>('SELECT value FROM meta WHERE key = ?').get(key)?.value;
}

/** Keeps the highest of what a centre said up to where it speaks: answers overtake each other. */
export function noteMark(db: Database, mark: string | undefined): void {
  if (mark === undefined || numberOf(mark) < numberOf(metaOf(db, 'mark') ?? '')) return;
  db.prepare("INSERT OR REPLACE INTO meta VALUES ('mark', ?)").run(mark);
}

function numberOf(mark: string): number {
  return Number(/^\d+/u.exec(mark)?.[0] ?? -1);
}
