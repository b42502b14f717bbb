/** Files that become leaves while the program ends between two steps, or somebody waits for one of them. */
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeTiff } from '../../../test/fixtures/make-tiff.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { Journal } from '../journal/journal.ts';
import { boundPageId } from './bound-file.ts';
import { bindingWorld } from './fixture-binding.ts';

const world = bindingWorld();
const { makeScan, send, to, told } = world;

/** A journal that fails as if the program had ended there: before or after the pages are written. */
function endingAt(moment: 'before' | 'after', command: string): (journal: Journal) => Journal {
  let ended = false;
  return (journal) => ({
    ...journal,
    async commit(change, writer) {
      if (change.command !== command) return journal.commit(change, writer);
      if (moment === 'after' && !ended) await journal.commit(change, writer);
      ended = true;
      throw new TroubleError('JOURNAL_BROKEN');
    },
  });
}

describe('an end', () => {
  test.each([
    ['after', 'sheaf.make', false],
    ['before', 'import.add', true],
    ['after', 'import.add', false],
    ['after', 'leaf.replace', true],
  ] as const)('%s %s loses and doubles nothing (jobs.db lost: %s)', async (moment, command, isLost) => {
    if (command === 'leaf.replace')
      await world.archive.finish(await send([['old.png', await makeScan('old'), to('1')]]));
    await world.reopen({ journal: endingAt(moment, command) });
    const id = await send([
      ['2.tif', makeTiff({ pages: [{}, {}] }), to('2', { counted: true })],
      ['1.png', await makeScan('1'), to('1', { there: 'replace' })],
    ]);
    await world.archive.ingest.idle();
    await world.reopen({}, () => {
      for (const suffix of isLost ? ['', '-wal', '-shm'] : [])
        rmSync(path.join(world.folder, `jobs.db${suffix}`), { force: true });
    });
    await world.archive.ingest.idle();
    const expected = ['1:1.png', '2:2.tif', '3:2.tif#1'];
    if (!isLost) {
      expect((await world.archive.finish(id)).report).toMatchObject({ stored: 2, known: 0, open: 0 });
      expect(await told()).toEqual(expected);
    }
    // Sent again, what is there is known, and what a lost jobs.db forgot comes in.
    const again = await send([
      ['2.tif', makeTiff({ pages: [{}, {}] }), to('2', { counted: true })],
      ['1.png', await makeScan('1'), to('1', { there: 'replace' })],
    ]);
    expect((await world.archive.finish(again)).report).toMatchObject({ seen: 2, refused: 0, open: 0 });
    expect(await told()).toEqual(expected);
    expect((await world.archive.journal.verify()).ok).toBe(true);
  });
});

describe('a page that somebody waits for', () => {
  test('is there when the answer comes, and the same when it is asked for again', async () => {
    const scan = await makeScan('1');
    const source = path.join(world.folder, 'scan.png');
    writeFileSync(source, scan);
    const id = await send([['1.png', null, to('1')]]);
    const { services } = world.archive.ingest;
    const { first } = await services['import.expect']({
      import: id,
      files: [{ path: '2.png', size: scan.length, bound: to('2', { same: 'page' }) }],
    });
    const answers = await Promise.all([
      world.archive.ingest.takePage(id, first, source),
      world.archive.ingest.takePage(id, first, source),
    ]);
    const page = boundPageId(id, first, 0);
    for (const answer of answers)
      expect(answer).toMatchObject({
        ok: true,
        value: { state: 'stored', mime: 'image/png', pages: [page] },
      });
    expect(await told()).toEqual(['2:2.png']);
    await world.reopen();
    expect(await world.archive.ingest.takePage(id, first, source)).toMatchObject({
      value: { pages: [page] },
    });
    expect(await told()).toEqual(['2:2.png']);
    writeFileSync(source, 'nothing');
    expect(await world.archive.ingest.takePage(id, 0, source)).toMatchObject({
      ok: false,
      code: 'INCOMPLETE',
    });
    expect(await world.archive.ingest.takePage(id, 99, source)).toMatchObject({
      ok: false,
      code: 'NO_SUCH_FILE',
    });
  });
});
