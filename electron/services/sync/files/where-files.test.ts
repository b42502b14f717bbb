/** Where a scan is, and what became of asking for it. */
import { expect, it } from 'vitest';
import { sha256 as shaOf } from '../../../../node/vault/fixture-vault.ts';
import { must } from '../../../../shared/must.ts';
import { archiveOf, text, useDesks, type Desk } from '../../../../test/fixtures/files-desks.ts';

const desks = useDesks();
const open = (name: string, archive?: string) => desks.open(name, archive);

it('what somebody asks for is told from the asking to its coming; so is why it did not come', async () => {
  const a = await open('a');
  await a.station.bringIn([text(1)]);
  const master = shaOf(text(1));
  const where = async (desk: Desk) =>
    must((await desk.files.services['sync.files.where']({ sha256: [master] })).files[0], 'an answer');
  // No round was made yet: the vault knows.
  expect(await where(a)).toMatchObject({ way: 'stored', isAsked: false });
  await a.round();
  const b = await open('b', archiveOf(a));
  expect(await where(b)).toMatchObject({ way: 'elsewhere', isAsked: false, trouble: null });
  await b.files.services['sync.files.fetch']({ sha256: [master] });
  expect(await where(b)).toMatchObject({ isAsked: true });
  desks.centre().intercept = (request, response) => {
    if (!(request.url ?? '').includes('/blobs/')) return false;
    response.writeHead(404, { 'content-type': 'application/problem+json', 'x-sync-protocol': '1' });
    response.end(JSON.stringify({ type: 'about:blank', title: 'no', status: 404, code: 'NOT_FOUND' }));
    return true;
  };
  await b.round();
  expect(await where(b)).toMatchObject({ way: 'elsewhere', isAsked: false, trouble: 'NOT_FOUND' });
  desks.centre().intercept = null;
  await b.files.services['sync.files.fetch']({ sha256: [master] });
  expect(await where(b)).toMatchObject({ isAsked: true, trouble: null });
  await b.round();
  expect(await where(b)).toMatchObject({ way: 'verified', isAsked: false, trouble: null });
});

it('what somebody asks for waits for no hours and no limit, and for a pause, which is told; stopping it stops no other', async () => {
  const a = await open('a');
  await a.station.bringIn([text(1)]);
  await a.station.bringIn([text(2)]);
  await a.round();
  const b = await open('b', archiveOf(a));
  const [one, other] = [shaOf(text(1)), shaOf(text(2))];
  const services = b.files.services;
  const where = async (sha256: string) =>
    must((await services['sync.files.where']({ sha256: [sha256] })).files[0], 'an answer');
  b.mayTravel = false;
  b.isPaused = true;
  await services['sync.files.fetch']({ sha256: [one, other] });
  expect(b.files.isAsked()).toBe(true);
  await b.round();
  expect(await where(one)).toMatchObject({ way: 'elsewhere', isAsked: true, trouble: 'SYNC_PAUSED' });
  b.isPaused = false;
  // While the first is on its way it is given up.
  desks.centre().intercept = (request) => {
    if (!(request.url ?? '').includes(`/blobs/${one}`)) return false;
    void services['sync.files.stop']({ sha256: [one] });
    return true;
  };
  await b.round();
  expect(await where(one)).toMatchObject({ way: 'elsewhere', isAsked: false, trouble: null });
  expect(await where(other)).toMatchObject({ way: 'verified', isAsked: false });
  expect(b.files.isAsked()).toBe(false);
});
