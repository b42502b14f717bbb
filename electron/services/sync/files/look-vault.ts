/** What the vault has: sealed batches by their inventories. Only new ones are read; one that is gone is not thereby given up. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Database } from '../../../../node/sqlite/open-database.ts';
import { INVENTORY, inventorySchema } from '../../../../node/ocfl/inventory.ts';
import { objectPaths } from '../../../../node/ocfl/storage-root.ts';
import type { FileRows } from './file-rows.ts';
import type { KnownFile } from './files-calls.ts';

const OBJECT_ID = /^urn:uuid:(?<batch>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/u;
const NEW_AT_ONCE = 200;

const batchSchema = z.looseObject({
  files: z.array(z.looseObject({ content: z.string().optional(), size: z.int().nonnegative() })),
});

export type BatchContent = {
  readonly batch: string;
  readonly at: string;
  readonly files: readonly KnownFile[];
};

/** Reads in up to 200 batches that are new; true when there are more. */
export async function lookIntoVault(db: Database, rows: FileRows, root: string): Promise<boolean> {
  const known = new Set(
    db
      .prepare<{ path: string }>('SELECT path FROM batches')
      .all()
      .map((row) => row.path),
  );
  const insert = db.prepare("INSERT OR REPLACE INTO batches VALUES (?, ?, ?, ?, ?, 'here', 0)");
  let read = 0;
  for await (const place of objectPaths(root)) {
    if (known.has(place)) continue;
    if (read === NEW_AT_ONCE) return true;
    const content = await readBatchContent(path.join(root, place));
    // One whose inventory cannot be read is an audit's matter.
    if (content === null) continue;
    read++;
    const bytes = content.files.reduce((sum, { size }) => sum + size, 0);
    db.transaction(() => {
      insert.run(place, content.batch, content.at, content.files.length, bytes);
      for (const file of content.files) rows.found(file, place);
    });
  }
  return false;
}

/** The content of the object in `folder`; null when it is none of ours or cannot be read. */
export async function readBatchContent(folder: string): Promise<BatchContent | null> {
  const inventory = inventorySchema.safeParse(await readJson(path.join(folder, INVENTORY)));
  if (!inventory.success) return null;
  const { id, versions, head, fixity } = inventory.data;
  const batch = OBJECT_ID.exec(id)?.groups?.['batch'];
  if (batch === undefined) return null;
  const sizes = await readSizes(folder);
  const files: KnownFile[] = [];
  for (const [sha256, paths] of Object.entries(fixity?.['sha256'] ?? {})) {
    const place = paths[0];
    if (place === undefined || !/^v1\/content\/[^/\\]+$/u.test(place)) continue;
    const size = sizes.get(place) ?? (await sizeOf(path.join(folder, place)));
    if (size !== null) files.push({ sha256: sha256.toLowerCase(), size });
  }
  return { batch, at: versions[head]?.created ?? '', files };
}

async function readSizes(folder: string): Promise<Map<string, number>> {
  const parsed = batchSchema.safeParse(await readJson(path.join(folder, 'v1', 'content', 'batch.json')));
  if (!parsed.success) return new Map();
  return new Map(
    parsed.data.files.flatMap(({ content, size }) => (content === undefined ? [] : [[content, size]])),
  );
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function sizeOf(file: string): Promise<number | null> {
  return stat(file).then(
    ({ size }) => size,
    () => null,
  );
}
