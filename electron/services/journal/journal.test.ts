/** The journal as hosts use it: through its thread, over restarts, on disks that fill up. */
import { rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findSmallDisk } from '../../../test/fixtures/small-disk.ts';
import { must } from '../../../shared/must.ts';
import type { Change, Edit } from '../../../shared/sync/change.ts';
import { TroubleError } from '../../../shared/result.ts';
import { sourceModules } from '../modules.ts';
import { make, tempFolder } from './fixture.ts';
import { openJournal, type Journal } from './journal.ts';

const thread = sourceModules().journalThread;
const emit = vi.fn();
let folder: string;
let journal: Journal | null;

beforeEach(() => {
  folder = tempFolder();
  journal = null;
  emit.mockReset();
});
afterEach(async () => {
  await journal?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(at = folder): Promise<Journal> {
  journal = await openJournal({ folder: at, thread, emit, archiveName: 'Архив' });
  return journal;
}

function change(edits: Edit[], command = 'record.create'): Change {
  return { id: newId(), command, edits };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof TroubleError) return error.code;
    throw error;
  }
  return 'none';
}

test('writes, tells, follows and remembers over a restart', async () => {
  const first = await open();
  const { archive, person, replica } = first;
  const { id, edit } = make('document', { parent: null, 'title/kk': 'Хат' });
  const written = await first.commit(change([edit]), 'window');
  expect(emit).toHaveBeenCalledWith('journal.grew', { n: written.n });
  expect(await first.state([newId(), id])).toEqual(written.states);
  expect(await first.changes({ after: 1, limit: 10 })).toEqual({
    next: null,
    since: expect.any(String),
    mark: written.mark,
    n: 2,
    head: 2,
    states: written.states,
  });
  await first.close();

  const again = await open();
  expect(again).toMatchObject({ archive, person, replica });
  expect(await again.head()).toEqual({
    archive,
    mark: written.mark,
    n: 2,
    records: 3,
    undoable: written.undoable,
  });
  await again.undo();
  expect(await again.verify()).toEqual({ ops: 4, ok: true, codes: [] });
});

test('keeps the order of changes that are sent at once, each writer with its own replica', async () => {
  const own = await open();
  const documents = Array.from({ length: 30 }, () => make('document', { parent: null }));
  const answers = await Promise.all(
    documents.map(({ edit }, i) =>
      own.commit(change([edit]), (['window', 'jobs', 'cli'] as const)[i % 3] ?? 'cli'),
    ),
  );
  expect(answers.map(({ n }) => n)).toEqual(documents.map((_, i) => i + 2));
  const replicas = answers.map(({ states }) => states[0]?.f['parent']?.heads[0]?.id.split(':')[0]);
  expect(new Set(replicas).size).toBe(3);
  expect(replicas[0]).toBe(own.replica);
});

test('passes trouble on with its code and details, and goes on', async () => {
  const own = await open();
  const { edit } = make('page', { parent: null });
  await expect(own.commit(change([edit]), 'window')).rejects.toMatchObject({
    code: 'BAD_PARENT',
    details: { rec: edit.rec },
  });
  expect(await codeOf(own.undo())).toBe('NOTHING_TO_UNDO');
  expect((await own.head()).n).toBe(1);
});

test('a closed journal refuses instead of hanging', async () => {
  const own = await open();
  await own.close();
  journal = null;
  expect(await codeOf(own.head())).toBe('WORKER_GONE');
});

describe('a folder whose journal cannot be opened', () => {
  test('says so and leaves no thread behind', async () => {
    await (await open()).close();
    journal = null;
    truncateSync(join(folder, 'journal.db'), 100);
    expect(await codeOf(openJournal({ folder, thread, emit }))).toBe('JOURNAL_BROKEN');
  });

  test('that does not exist, or is a file, is a disk’s trouble', async () => {
    expect(await codeOf(openJournal({ folder: join(folder, 'nowhere'), thread, emit }))).toBe('FILE_MISSING');
    writeFileSync(join(folder, 'file'), '');
    expect(await codeOf(openJournal({ folder: join(folder, 'file'), thread, emit }))).toBe(
      'WRONG_KIND_OF_FILE',
    );
  });
});

function mountSmallDisk(mib: number): { at: string; unmount(): void } {
  const at = join(folder, 'disk');
  const disk = must(findSmallDisk(mib), 'skipped without one');
  disk.mount(at);
  return { at, unmount: () => disk.unmount(at) };
}

/** Takes all of a disk but so many bytes. */
function fill(at: string, leave: number): void {
  const { bavail, bsize } = statfsSync(at);
  writeFileSync(join(at, 'fill'), Buffer.alloc(Math.max(0, bavail * bsize - leave), 1));
}

describe.skipIf(findSmallDisk(1) === null)('on a full disk', () => {
  test.for([0, 50_000, 300_000, 1_000_000])(
    'refuses with DISK_FULL, keeps all it answered and reads on (%i bytes left)',
    async (leave) => {
      const disk = mountSmallDisk(6);
      try {
        const own = await open(disk.at);
        await own.commit(change([make('document', { parent: null }).edit]), 'window');
        fill(disk.at, leave);
        const answered: { change: Change; n: number }[] = [];
        let refused: Change | null = null;
        while (refused === null) {
          const edits = Array.from(
            { length: 20 },
            () => make('document', { parent: null, 'title/kk': 'Хат' }).edit,
          );
          const next = change(edits);
          const code = await codeOf(
            own.commit(next, 'window').then(({ n }) => answered.push({ change: next, n })),
          );
          if (code !== 'none') {
            expect(code).toBe('DISK_FULL');
            refused = next;
          }
        }
        for (let i = 0; i < 3; i++) expect(await codeOf(own.commit(refused, 'window'))).toBe('DISK_FULL');
        for (const { change: sent, n } of answered) {
          expect(await own.state(sent.edits.map(({ rec }) => rec))).toHaveLength(20);
          expect((await own.commit(sent, 'window')).n).toBe(n);
        }
        expect(await own.state(refused.edits.map(({ rec }) => rec))).toEqual([]);

        rmSync(join(disk.at, 'fill'));
        const { n } = await own.commit(refused, 'window');
        expect(n).toBe(answered.length + 3);
        expect(await own.verify()).toMatchObject({ ok: true });
        await own.close();
        expect(await (await open(disk.at)).head()).toMatchObject({ n });
        await journal?.close();
        journal = null;
      } finally {
        disk.unmount();
      }
    },
  );

  test('a first start is refused, and succeeds when there is room', async () => {
    const disk = mountSmallDisk(2);
    try {
      fill(disk.at, 40_000);
      expect(await codeOf(openJournal({ folder: disk.at, thread, emit }))).toBe('DISK_FULL');
      rmSync(join(disk.at, 'fill'));
      expect((await (await open(disk.at)).head()).n).toBe(1);
      await journal?.close();
      journal = null;
    } finally {
      disk.unmount();
    }
  });
});
