/** Files up, from a real station to a real file centre, whatever happens on the way. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { objectPath } from '../../../../node/ocfl/storage-root.ts';
import { sha256 as shaOf } from '../../../../node/vault/fixture-vault.ts';
import { verifyFolder } from '../../../../node/vault/verify-folder.ts';
import { must } from '../../../../shared/must.ts';
import {
  archiveOf,
  backUp,
  serverVault,
  text,
  useDesks,
  type Desk,
} from '../../../../test/fixtures/files-desks.ts';

const desks = useDesks();
const open = (name: string, archive?: string) => desks.open(name, archive);
const settled = (desk: Desk) => desks.centre().files.settled(archiveOf(desk));

describe('sending', () => {
  it('brings every batch to the centre as it is, and knows that it is there', async () => {
    const desk = await open('a');
    const batches = [
      await desk.station.bringIn([text(1), text(2)]),
      await desk.station.bringIn([text(3)]),
      await desk.station.bringIn([text(4)], { open: true }),
    ];
    expect(await desk.round()).toBeNull();
    await settled(desk);
    expect(await desk.round()).toBeNull();
    expect(await verifyFolder(serverVault(desks.centre(), desk))).toMatchObject({ valid: true, objects: 2 });
    // The open batch's scan is there too; its own batch follows when it is sealed.
    expect(await desk.status()).toMatchObject({
      behind: { files: 0, bytes: 0 },
      durable: { files: 0 },
      trouble: null,
    });
    await desk.station.vault.seal(must(batches[2], 'the open one'));
    const before = desks.centre().received();
    await desk.round();
    await settled(desk);
    await desk.round();
    expect(await verifyFolder(serverVault(desks.centre(), desk))).toMatchObject({ valid: true, objects: 3 });
    expect(desks.centre().received() - before).toBeLessThan(20_000);
    await backUp(desks.centre(), desk, ...batches);
    await desk.round();
    expect((await desk.status()).durable.files).toBe((await desk.status()).verified.files);
  });

  it('tells what is not at the centre also while nothing may travel', async () => {
    const desk = await open('a');
    desk.isOnline = false;
    await desk.station.bringIn([text(1), text(2)]);
    await desk.files.look();
    expect((await desk.status()).behind.files).toBeGreaterThan(1);
  });

  it('goes on after a cut with at most a piece sent twice, and after a restart of the station too', async () => {
    const desk = await open('a');
    const bytes = randomBytes(30 * 1024 * 1024);
    const batch = '0190d1b2-0000-7000-8000-0000000000c1';
    await desk.station.vault.openBatch({ id: batch, label: '', createdBy: desk.station.journal.person });
    await desk.station.vault.receive(batch, 0, 'a.tif', once(bytes));
    await desk.station.vault.keep(batch, 0, null);
    await desk.station.vault.seal(batch);
    let cuts = 0;
    let isDown = false;
    desks.centre().intercept = (request) => {
      if (isDown) {
        request.socket.destroy();
        return true;
      }
      if (request.method !== 'POST' && request.method !== 'PATCH') return false;
      if (Number(request.headers['content-length']) < 1_000_000 || ++cuts > 2) return false;
      // In the middle of it; the second time for good.
      let seen = 0;
      const push = request.push.bind(request);
      request.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
        seen += chunk?.length ?? 0;
        if (seen < 7_000_000) return push(chunk, encoding);
        isDown = cuts === 2;
        request.socket.destroy();
        return false;
      };
      return false;
    };
    expect(await desk.round()).toBe('OFFLINE');
    desks.centre().intercept = null;
    await desk.close();
    const before = desks.centre().received();
    const again = await open('a');
    expect(await again.round()).toBeNull();
    await settled(again);
    await again.round();
    expect((await again.status()).behind.files).toBe(0);
    // Of both that were cut the centre has what had arrived.
    expect(desks.centre().received() - before).toBeLessThan(bytes.length - 10_000_000);
  });

  it('never sends a file that is damaged here, and says so; the others go', async () => {
    const desk = await open('a');
    await desk.station.bringIn([text(1), text(2), text(3)]);
    const place = must(await desk.station.vault.locate(shaOf(text(2))), 'a file').path;
    const bytes = await readFile(place);
    bytes[3] = must(bytes[3], 'a byte') ^ 1;
    await writeFile(place, bytes);
    await desk.round();
    await desk.round();
    const status = await desk.status();
    expect(status).toMatchObject({ damaged: 1, behind: { files: 0 } });
    expect(desks.centre().files.plugin).toBeDefined();
    expect(
      await desk.files.services['sync.files.where']({ sha256: [shaOf(text(2)), shaOf(text(3))] }),
    ).toMatchObject({
      files: [{ way: 'damaged' }, { way: 'verified' }],
    });
  });

  it('rests when files may not travel, and sends nothing of what the centre cannot name yet', async () => {
    const desk = await open('a');
    await desk.station.bringIn([text(1)], { open: true });
    desk.mayTravel = false;
    expect(await desk.round()).toBeNull();
    expect((await desk.status()).behind.files).toBe(1);
    desk.mayTravel = true;
    desks.centre().named.clear();
    await desk.round();
    expect((await desk.status()).behind.files).toBe(1);
    desks.centre().named.add('*');
    await desk.round();
    expect((await desk.status()).behind.files).toBe(0);
  });

  it('gives everything again to a centre that was set back, and what it asks for', async () => {
    const desk = await open('a');
    const batch = await desk.station.bringIn([text(1), text(2)]);
    await desk.round();
    await settled(desk);
    await desk.round();
    // Damaged there.
    const object = path.join(serverVault(desks.centre(), desk), 'ocfl', objectPath(`urn:uuid:${batch}`));
    await writeFile(path.join(object, 'v1', 'content', 'f000000.tif'), 'rot');
    await desks.centre().files.scrub(archiveOf(desk), { all: true });
    await desk.round();
    expect(await verifyFolder(serverVault(desks.centre(), desk))).toMatchObject({ valid: true });
    // Gone there.
    await desks.loseCentre();
    await desk.round();
    await settled(desk);
    await desk.round();
    expect(await verifyFolder(serverVault(desks.centre(), desk))).toMatchObject({ valid: true, objects: 1 });
    expect((await desk.status()).behind.files).toBe(0);
  });

  it('gives again what a centre has lost that was set back in place, and drops nothing before', async () => {
    const desk = await open('a');
    await desk.station.bringIn([text(1)]);
    await desk.round();
    await settled(desk);
    const batch = await desk.station.bringIn([text(2)]);
    await desks.keepCentre();
    await desk.round();
    await settled(desk);
    await backUp(desks.centre(), desk, batch);
    await desk.round();
    expect(await desk.files.services['sync.files.droppable']({ record: null })).toMatchObject({ batches: 1 });
    await desks.setCentreBack();
    await expect(desk.files.services['sync.files.drop']({ record: null })).rejects.toMatchObject({
      code: 'CENTRE_CHANGED',
    });
    expect((await desk.status()).behind.files).toBeGreaterThan(0);
    await desk.round();
    await settled(desk);
    await desk.round();
    expect((await desk.status()).behind.files).toBe(0);
    expect(await verifyFolder(serverVault(desks.centre(), desk))).toMatchObject({ valid: true, objects: 2 });
  });
});

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
