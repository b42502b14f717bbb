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
