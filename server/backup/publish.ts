/** Tells a running server what a verified backup of it holds: from then on stations may count it as safe there. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../node/backup/backup-manifest.ts';
import { LOOSE_PLACE } from '../files/blobs.ts';
import { openStateDb } from '../files/state-db.ts';
import { LOG_FILE, metaOf, openExistingArchiveFile } from '../store/archive-file.ts';
import type { BackedArchive } from './server-manifest.ts';

/** Writes into the archive's own files; one that meanwhile began another life is left as it is. */
export function publishDurable(archiveFolder: string, backed: BackedArchive, manifest: Manifest): void {
  const db = openExistingArchiveFile(join(archiveFolder, LOG_FILE));
  try {
    db.transaction(() => {
      if (metaOf(db, 'epoch') !== backed.epoch) return;
      db.prepare("UPDATE meta SET value = max(value, ?) WHERE key = 'durable'").run(backed.head);
      const place = db.prepare('UPDATE replicas SET durable = max(durable, ?) WHERE id = ?');
      for (const { id, seq } of manifest.journal.replicas) place.run(seq, id);
    });
  } finally {
    db.close();
  }
  publishFiles(archiveFolder, backed, manifest);
}

function publishFiles(archiveFolder: string, backed: BackedArchive, manifest: Manifest): void {
  const file = join(archiveFolder, 'files', 'state.db');
  if (!existsSync(file)) return;
  const state = openStateDb(file);
  try {
    const loose = backed.loose.flatMap(({ path }) => {
      const [kind, , digest] = path.split('/');
      return kind === 'loose' && digest !== undefined ? [`${LOOSE_PLACE}/${digest}`] : [];
    });
    const damaged = manifest.damaged.map(({ where }) => where);
    const objects = manifest.objects
      .map(({ path }) => path)
      .filter((path) => !damaged.some((where) => where.startsWith(`vault/ocfl/${path}`)));
    state.setBacked([...objects, ...loose]);
  } finally {
    state.close();
  }
}
