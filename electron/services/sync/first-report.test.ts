/** A machine that has to be shut is shut from the first moment of a start on. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeLink } from './link.ts';
import { openStation } from './open-station.ts';
import { openPeople } from './people.ts';
import { firstReport } from './first-report.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qoima-first-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ALIYA = { id: newId(), login: 'aliya', name: 'Әлия' };

async function archiveOf(data: string): Promise<string> {
  const station = await openStation(data);
  // Without a centre everybody writes.
  expect(station.isLocked()).toBe(false);
  await station.close();
  return station.journal.archive;
}

async function link(data: string, archive: string, isProven = true): Promise<void> {
  await writeLink(join(data, 'sync'), {
    url: 'http://127.0.0.1:1',
    server: { id: newId(), name: 'Орталық' },
    device: { id: newId(), name: 'a' },
    archive: { id: archive, name: 'Қарасу' },
    isProven,
    authority: '',
  });
}

test('nobody is signed in at a station of a centre: it is shut before its thread has told anything', async () => {
  const data = join(folder, 'a');
  await link(data, await archiveOf(data));
  const station = await openStation(data);
  const first = station.isLocked();
  await station.services['sync.status']({});
  const later = station.isLocked();
  await station.close();
  expect([first, later]).toEqual([true, true]);
});

test('who is signed in goes on at once, and so does a folder that is only on its way to a centre', async () => {
  const data = join(folder, 'a');
  const archive = await archiveOf(data);
  const people = await openPeople(join(data, 'sync'), Date.now);
  await people.remember(ALIYA, 'тұз-нан-қалам', 'refresh');
  await link(data, archive);
  const station = await openStation(data);
  const isLocked = station.isLocked();
  await station.close();
  expect(isLocked).toBe(false);
  await people.setSignedIn(null);
  const states = await Promise.all(
    [archive, newId()].map(async (other) => {
      await link(data, other, other === archive);
      return (await firstReport(join(data, 'sync'), archive)).report;
    }),
  );
  expect(states.map(({ person }) => person)).toEqual([null, null]);
});

test('what says that there is a centre and cannot be read keeps it shut', async () => {
  const sync = join(folder, 'sync');
  writeFileSync(sync, 'a file in the place of the folder');
  const { report, hasCentre } = await firstReport(sync, newId());
  expect([report.link, report.person, hasCentre]).toEqual(['linked', null, true]);
  rmSync(sync);
  expect((await firstReport(sync, newId())).report.link).toBe('none');
});
