/** Pictures and scans of one round: what is ready goes first, what is still to be made holds nothing back. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import { expect, it } from 'vitest';
import { sha256 as shaOf } from '../../../../node/vault/fixture-vault.ts';
import { newRecord } from '../../../../shared/sync/edits.ts';
import { text, useDesks, type Desk } from '../../../../test/fixtures/files-desks.ts';
import { eventually } from '../../../../test/fixtures/eventually.ts';

const desks = useDesks();
const master = shaOf(text(1));

/** A station with a scan whose page has a record, and whose thumbnail can be made. */
async function deskWithPage(): Promise<Desk> {
  const desk = await desks.open('a');
  await desk.station.bringIn([text(1)]);
  const [document, page] = [newId(), newId()];
  const above = newRecord(document, 'document', { parent: null });
  const edit = newRecord(page, 'page', { parent: document, image: { sha256: master, index: 0 } });
  await desk.station.journal.commit(
    { id: newId(), command: 'record.create', edits: [above, edit] },
    'window',
  );
  const file = path.join(desks.folder(), 'thumb.webp');
  await writeFile(file, Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'), Buffer.alloc(400, 7)]));
  desk.made.set(`${master}/0/thumb`, file);
  return desk;
}

it('a scan goes while pictures are still being made', async () => {
  const desk = await deskWithPage();
  const making = Promise.withResolvers<void>();
  desk.making = making.promise;
  const round = desk.round();
  await eventually(
    () => desk.status(),
    ({ verified }) => verified.files === 2,
  );
  expect((await desk.status()).pictures).toBe(2);
  making.resolve();
  expect(await round).toBeNull();
  expect((await desk.status()).pictures).toBe(0);
});

it('a picture that is ready goes before the scans', async () => {
  const desk = await deskWithPage();
  desk.put.set(`${master}/0/thumb`, Buffer.from('ready'));
  // Long enough for a scan that does not wait to be the first.
  desk.making = wait(300);
  const sent: string[] = [];
  desks.centre().intercept = ({ method, url }) => {
    if (method !== 'GET') sent.push(/\/(?<what>pictures|up)\b/u.exec(url ?? '')?.groups?.['what'] ?? '');
    return false;
  };
  expect(await desk.round()).toBeNull();
  const ways = sent.filter((what) => what !== '');
  expect(ways.lastIndexOf('pictures')).toBeGreaterThan(-1);
  expect(ways.indexOf('up')).toBeGreaterThan(ways.lastIndexOf('pictures'));
});
