/** What may go here because a backup of the centre has it, and what may not. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { objectPath } from '../../../../node/ocfl/storage-root.ts';
import { sha256 as shaOf } from '../../../../node/vault/fixture-vault.ts';
import { verifyFolder } from '../../../../node/vault/verify-folder.ts';
import { must } from '../../../../shared/must.ts';
import { ok, TroubleError } from '../../../../shared/result.ts';
import {
  archiveOf,
  backUp,
  serverVault,
  text,
  useDesks,
  type Desk,
} from '../../../../test/fixtures/files-desks.ts';
import { openBook } from '../../audit/audit-book.ts';
import { runAudit } from '../../audit/run-audit.ts';
import { runRepair } from '../../audit/run-repair.ts';

const desks = useDesks();
const open = (name: string, archive?: string) => desks.open(name, archive);
const settled = (desk: Desk) => desks.centre().files.settled(archiveOf(desk));

describe('dropping', () => {
  it('takes away what a backup of the centre has, and never before', async () => {
    const desk = await open('a');
    const batch = await desk.station.bringIn([text(1), text(2)]);
    await desk.station.bringIn([text(3)]);
    const ask = () => desk.files.services['sync.files.droppable']({ record: null });
    await desk.round();
    await settled(desk);
    await desk.round();
    expect(await ask()).toMatchObject({ batches: 0, kept: { notDurable: 2 } });
    expect(await desk.files.services['sync.files.drop']({ record: null })).toMatchObject({
      batches: 0,
      files: 0,
    });
    await backUp(desks.centre(), desk, batch);
    await desk.round();
    expect(await ask()).toMatchObject({ batches: 1, kept: { notDurable: 1 } });
    const dropped = await desk.files.services['sync.files.drop']({ record: null });
    expect(dropped).toMatchObject({ batches: 1, files: 3, refused: 0 });
    expect(await desk.station.vault.locate(shaOf(text(1)))).toBeNull();
    expect(await desk.station.vault.locate(shaOf(text(3)))).not.toBeNull();
    expect(await verifyFolder(path.join(desks.folder(), 'a', 'vault'))).toMatchObject({
      valid: true,
      objects: 1,
    });
    // It comes back when it is wanted, and is not sent for that.
    expect(await desk.files.fetch(shaOf(text(1)), new AbortController().signal)).toEqual(ok(null));
    await desk.round();
    expect(await desk.status()).toMatchObject({ held: { files: 1 }, behind: { files: 0 } });
  });

  it('goes on with the others when one cannot go', async () => {
    const desk = await open('a');
    const batch = await desk.station.bringIn([text(1), text(2), text(3)]);
    await desk.round();
    await settled(desk);
    const b = await open('b', archiveOf(desk));
    const scans = [text(1), text(2), text(3)].map(shaOf);
    for (const sha256 of scans) expect(await b.files.fetch(sha256)).toEqual(ok(null));
    expect(await b.round()).toBeNull();
    expect(await b.files.services['sync.files.droppable']({ record: null })).toMatchObject({ files: 0 });
    await backUp(desks.centre(), desk, batch);
    expect(await b.round()).toBeNull();
    expect(await b.files.services['sync.files.droppable']({ record: null })).toMatchObject({ files: 3 });
    vi.spyOn(b.station.vault, 'letGo').mockRejectedValueOnce(new TroubleError('FILE_BUSY'));
    const dropped = await b.files.services['sync.files.drop']({ record: null });
    expect(dropped).toMatchObject({ files: 2, refused: 1 });
  });

  it('is no damage to an audit; what is lost by the disk is', async () => {
    const desk = await open('a');
    const batch = await desk.station.bringIn([text(1)]);
    await desk.station.bringIn([text(2)]);
    await desk.round();
    await settled(desk);
    await backUp(desks.centre(), desk, batch);
    await desk.round();
    const dataFolder = path.join(desks.folder(), 'a');
    const book = openBook(path.join(dataFolder, 'audit.db'));
    const agent = { program: 'test', by: 'hand' as const, person: null };
    /** What a whole audit finds damaged or missing. */
    const missing = async () => {
      const since = new Date().toISOString();
      const task = { what: 'all' as const, since, sample: null, minutes: null, bytesPerSecond: null };
      const audited = await runAudit({ dataFolder, task: { ...task, backups: [], agent }, book });
      return audited.damages.map(({ damage }) => `${damage.code} ${damage.sha256 ?? ''}`).sort();
    };
    try {
      expect(await missing()).toEqual([]);
      await desk.files.services['sync.files.drop']({ record: null });
      expect(await missing()).toEqual([]);
      expect(await desk.files.fetch(shaOf(text(1)), new AbortController().signal)).toEqual(ok(null));
      expect(await missing()).toEqual([]);
      const lost = must(await desk.station.vault.locate(shaOf(text(2))), 'a file').path;
      await rm(path.resolve(lost, '..', '..', '..'), { recursive: true });
      expect(await missing()).toEqual(['OBJECT_MISSING ', `SCAN_MISSING ${shaOf(text(2))}`]);
      // Nothing here concludes from its absence that it was let go.
      await desk.round();
      expect(await desk.files.services['sync.files.where']({ sha256: [shaOf(text(2))] })).toMatchObject({
        files: [{ way: 'verified' }],
      });
    } finally {
      book.close();
    }
  });

  it('what was fetched is audited too, and made good when it is damaged', async () => {
    const desk = await open('a');
    await desk.station.bringIn([text(1)]);
    await desk.round();
    await settled(desk);
    const b = await open('b', archiveOf(desk));
    const sha256 = shaOf(text(1));
    expect(await b.files.fetch(sha256)).toEqual(ok(null));
    const { path: place } = must(await b.station.vault.locate(sha256), 'its place');
    await writeFile(place, 'rot');
    const dataFolder = path.join(desks.folder(), 'b');
    const book = openBook(path.join(dataFolder, 'audit.db'));
    const agent = { program: 'test', by: 'hand' as const, person: null };
    const audit = async () => {
      const since = new Date().toISOString();
      const task = { what: 'all' as const, since, sample: null, minutes: null, bytesPerSecond: null };
      return (await runAudit({ dataFolder, task: { ...task, backups: [], agent }, book })).damages;
    };
    try {
      expect((await audit()).map(({ damage }) => damage)).toMatchObject([
        { code: 'FILE_CHANGED', place: `held/${sha256.slice(0, 2)}`, sha256 },
      ]);
      b.damages = [sha256];
      await b.files.services['sync.files.mend']({});
      const folders = [must(b.repaired[0], 'a repair was begun')];
      await runRepair({ dataFolder, task: { folders, agent }, book });
      expect(await readFile(place, 'utf8')).toBe(text(1));
      expect(await audit()).toEqual([]);
    } finally {
      book.close();
    }
  });

  it('is mended once when it is asked for in two windows', async () => {
    const a = await open('a');
    const long = text(9, 200_000);
    await a.station.bringIn([long]);
    await a.round();
    const b = await open('b', archiveOf(a));
    b.damages = [shaOf(long)];
    const mend = () => b.files.services['sync.files.mend']({});
    expect(await Promise.all([mend(), mend()])).toMatchObject([
      { fetched: 1, missing: 0 },
      { fetched: 1, missing: 0 },
    ]);
    const good = path.join(desks.folder(), 'b', 'sync', 'good', shaOf(long));
    expect(shaOf(await readFile(good))).toBe(shaOf(long));
  });

  it('asks the centre once more: what it found damaged since then stays here', async () => {
    const desk = await open('a');
    const batch = await desk.station.bringIn([text(1)]);
    await desk.round();
    await settled(desk);
    await backUp(desks.centre(), desk, batch);
    await desk.round();
    const object = path.join(serverVault(desks.centre(), desk), 'ocfl', objectPath(`urn:uuid:${batch}`));
    await writeFile(path.join(object, 'v1', 'content', 'f000000.tif'), 'rot');
    await desks.centre().files.scrub(archiveOf(desk), { all: true });
    expect(await desk.files.services['sync.files.drop']({ record: null })).toMatchObject({
      batches: 0,
      refused: 1,
    });
    expect(await desk.station.vault.locate(shaOf(text(1)))).not.toBeNull();
  });

  it('keeps what is chosen to be here while it drops, and fetches what went in that very moment', async () => {
    const desk = await open('a');
    const batches = [await desk.station.bringIn([text(1)]), await desk.station.bringIn([text(2)])];
    await desk.round();
    await settled(desk);
    await backUp(desks.centre(), desk, ...batches);
    await desk.round();
    const { vault } = desk.station;
    const release = vault.release.bind(vault);
    const spy = vi.spyOn(vault, 'release').mockImplementationOnce(async (batch) => {
      const choices = [{ record: null, what: 'masters' as const }];
      await desk.files.services['sync.files.choose']({ choices });
      return release(batch);
    });
    expect(await desk.files.services['sync.files.drop']({ record: null })).toMatchObject({
      batches: 1,
      refused: 1,
    });
    expect(spy).toHaveBeenCalledTimes(1);
    const here = () => Promise.all([1, 2].map((i) => vault.locate(shaOf(text(i)))));
    expect((await here()).filter((place) => place !== null)).toHaveLength(1);
    expect((await desk.status()).wanted).toBe(1);
    await desk.round();
    expect(await here()).not.toContain(null);
  });

  it('keeps what was chosen to be here, and fetches it where it is not', async () => {
    const desk = await open('a');
    const batch = await desk.station.bringIn([text(1)]);
    await desk.round();
    await settled(desk);
    await backUp(desks.centre(), desk, batch);
    await desk.round();
    const choices = [{ record: null, what: 'masters' as const }];
    await desk.files.services['sync.files.choose']({ choices });
    expect(await desk.files.services['sync.files.droppable']({ record: null })).toMatchObject({
      batches: 0,
      kept: { chosen: 1 },
    });
    await desk.files.services['sync.files.choose']({ choices: [] });
    await desk.files.services['sync.files.drop']({ record: null });
    expect(await desk.station.vault.locate(shaOf(text(1)))).toBeNull();
    await desk.files.services['sync.files.choose']({ choices });
    expect((await desk.status()).wanted).toBe(1);
    await desk.round();
    expect(await desk.station.vault.locate(shaOf(text(1)))).not.toBeNull();
    expect((await desk.status()).wanted).toBe(0);
  });
});
