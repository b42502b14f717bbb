import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listRest } from './copy-rest.ts';

test('what is made anew at the new place is left behind, with the logs beside it', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'rest-'));
  try {
    mkdirSync(path.join(folder, 'vault'));
    for (const left of ['text.db', 'text.db-wal', 'text.db-shm', 'vault/index.db', 'journal.db'])
      writeFileSync(path.join(folder, left), '');
    writeFileSync(path.join(folder, 'jobs.db'), '');
    expect((await listRest(folder)).map((file) => file.path)).toEqual(['jobs.db']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
