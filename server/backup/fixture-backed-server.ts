/** For tests of backups and restores: before each, a server with a log of 152 changes, and a place to bring it to. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { must } from '../../shared/must.ts';
import { TroubleError } from '../../shared/result.ts';
import { LOG_FILE, metaOf, readArchiveFile } from '../store/archive-file.ts';
import { verifyLog } from '../store/verify-log.ts';
import { folderIn, makeServer, type ServerWorld } from './fixture-server.ts';

export type BackedServer = {
  readonly world: ServerWorld;
  /** A folder of this test alone. */
  readonly place: string;
  /** Below it, for the backup. */
  readonly target: string;
  /** What the log of a server's folder comes to. */
  check(folder: string): ReturnType<typeof verifyLog> & { epoch: unknown; durable: unknown };
};

export function useBackedServer(): BackedServer {
  let top = '';
  let place = '';
  let made: ServerWorld | undefined;
  const world = (): ServerWorld => must(made, 'made before each test');

  beforeAll(() => {
    top = mkdtempSync(join(tmpdir(), 'qoima-server-backup-'));
  });
  afterAll(() => rmSync(top, { recursive: true, force: true }));
  beforeEach(async () => {
    place = mkdtempSync(join(top, 'test-'));
    made = await makeServer(join(place, 'server'));
    const { author } = made;
    const first = author.create({ title: 'Жер дауы' });
    for (let i = 0; i < 150; i++) author.create({ title: `іс ${i}` });
    author.set(first, { title: 'Жер дауы туралы' });
    await made.push();
  });
  afterEach(() => rmSync(place, { recursive: true, force: true }));

  return {
    get world() {
      return world();
    },
    get place() {
      return place;
    },
    get target() {
      return join(place, 'target');
    },
    check(folder) {
      const db = readArchiveFile(join(folderIn(folder)(world().archive), LOG_FILE));
      try {
        const [epoch, durable] = [metaOf(db, 'epoch'), metaOf(db, 'durable')];
        return { ...verifyLog(db, { states: true }), epoch, durable };
      } finally {
        db.close();
      }
    },
  };
}

/** The code of what work ended with; `ok` when it was done. */
export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (error: unknown) => (error instanceof TroubleError ? error.code : String(error)),
  );
