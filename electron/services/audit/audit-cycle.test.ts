/** Audits and repairs on a real station: journal, vault, the thread that reads, the events, and a backup to repair from. */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { flip, SCAN, useBackupWorld } from '../../../test/fixtures/backup-world.ts';
import { verifyFolder } from '../../../node/vault/verify-folder.ts';
import { must } from '../../../shared/must.ts';
import { lookIntoBook, openBook } from './audit-book.ts';
import { runAudit } from './run-audit.ts';
import { useDesk, type Desk } from './fixture-desk.ts';

const world = useBackupWorld();
const openDesk = useDesk(world);

const scanIn = (folder: string) => world.one(SCAN, folder);
const objectsOf = () => globSync('vault/ocfl/???/???/???/*', { cwd: world.data }).sort();
const status = ({ audits }: Desk) => audits.services['audit.status']({});

async function auditAll(desk: Desk) {
  await desk.audits.services['audit.begin']({ what: 'all' });
  expect(await desk.work()).toEqual([]);
  return status(desk);
}

test('one flipped byte: found, named, repaired from the backup, and every step on record', async () => {
  const desk = await openDesk({ hasThread: true });
  expect(await auditAll(desk)).toMatchObject({ damaged: 0, places: 3, last: { what: 'all', left: 0 } });
  const good = readFileSync(scanIn(world.data));
  flip(scanIn(world.data));
  const found = await auditAll(desk);
  expect(found.damages).toMatchObject([{ code: 'FILE_CHANGED', foundIn: world.target, tried: null }]);
  const [damage] = found.damages;
  expect(damage?.records).toHaveLength(1);
  await desk.audits.services['audit.repair']({ from: null });
  expect(await desk.work()).toEqual([]);
  expect(readFileSync(scanIn(world.data)).equals(good)).toBe(true);
  expect(await status(desk)).toMatchObject({ damaged: 0, damages: [] });
  expect((await verifyFolder(join(world.data, 'vault'))).findings).toEqual([]);

  const { events } = await desk.audits.services['audit.events']({ before: null, limit: 100 });
  const ofScan = events.filter(({ place }) => place === damage?.place);
  expect(ofScan.map(({ type, outcome }) => `${type}: ${outcome}`).sort()).toEqual([
    'fixity check: damaged',
    'fixity check: sound',
    'fixity check: sound',
    'recovery: repaired',
  ]);
  expect(new Set(ofScan.map(({ agent }) => `${agent.program} ${agent.by}`))).toEqual(
    new Set(['Qoima 1.2.3 hand']),
  );
  expect(
    await desk.audits.services['audit.events']({ before: events[1]?.id ?? null, limit: 1 }),
  ).toMatchObject({
    events: [{ id: events[2]?.id }],
  });
});

test('of each scan it is known when it was audited last, and how it was', async () => {
  const desk = await openDesk();
  const of = async (sha256: string) => desk.audits.services['audit.of']({ sha256 });
  const [scan] = (await desk.station.journal.states({ after: null, limit: 100 })).states.flatMap(
    (state) => JSON.stringify(state).match(/"sha256":"([0-9a-f]{64})"/u)?.[1] ?? [],
  );
  expect(await of(scan ?? '')).toEqual({ at: null, outcome: 'never' });
  await auditAll(desk);
  expect(await of(scan ?? '')).toMatchObject({ at: expect.any(String) as string, outcome: 'sound' });
  expect(await of('0'.repeat(64))).toEqual({ at: null, outcome: 'never' });
});

test('the events lie in the vault: they are in the backup, and the book is made anew from them', async () => {
  const desk = await openDesk();
  flip(scanIn(world.data));
  await auditAll(desk);
  expect(readdirSync(join(world.data, 'audit-inbox'))).toEqual([]);
  await world.backup();
  await desk.station.close();
  for (const name of globSync('audit.db*', { cwd: world.data })) rmSync(join(world.data, name));
  const again = await openDesk();
  expect(await status(again)).toMatchObject({ places: 0 });
  await again.audits.services['audit.begin']({ what: 'sample' });
  await again.work();
  // What was audited before the book was lost is known: the oldest come first, and the damage is known by its first day.
  const { damages } = await status(again);
  expect(damages).toHaveLength(1);
  const first = must(damages[0], 'a damage').since;
  const book = must(lookIntoBook(join(world.data, 'audit.db')), 'a book');
  expect(book.runs().all?.at.slice(0, 13)).toBe(first.slice(0, 13));
  book.close();
  const restored = await world.restore({ partial: true });
  expect(existsSync(join(restored.folder, 'vault'))).toBe(true);
  const files = globSync('vault/**/batch.jsonl', { cwd: restored.folder }).map((name) =>
    readFileSync(join(restored.folder, name), 'utf8'),
  );
  expect(files.join('')).toContain('"kind":"audit"');
});

describe('what is missing', () => {
  test('a whole object is missed by the catalogue and by its audits, and comes back from a backup', async () => {
    const desk = await openDesk();
    await auditAll(desk);
    const object = join(scanIn(world.data), '..', '..', '..');
    const objects = objectsOf();
    rmSync(object, { recursive: true });
    const { damages } = await auditAll(desk);
    expect(damages.map(({ code }) => code).sort()).toEqual(
      ['OBJECT_MISSING', 'SCAN_MISSING', 'SCAN_MISSING', 'SCAN_MISSING'].sort(),
    );
    expect(
      damages.filter(({ code }) => code === 'SCAN_MISSING').every(({ records }) => records.length > 0),
    ).toBe(true);
    expect(damages.find(({ code }) => code === 'OBJECT_MISSING')?.foundIn).toBe(world.target);
    await desk.audits.services['audit.repair']({ from: null });
    await desk.work();
    expect(await auditAll(desk)).toMatchObject({ damaged: 0 });
    expect((await verifyFolder(join(world.data, 'vault'))).findings).toEqual([]);
    // Its scans came with it, and not a second time by themselves.
    expect(objectsOf()).toEqual(objects);
  });

  test('an object whose inventories were both damaged is found by its bytes again as soon as it is repaired', async () => {
    const sha256 = createHash('sha256')
      .update(readFileSync(scanIn(world.data)))
      .digest('hex');
    const object = join(scanIn(world.data), '..', '..', '..');
    for (const name of ['inventory.json', 'v1/inventory.json']) writeFileSync(join(object, name), '{');
    rmSync(join(world.data, 'vault', 'index.db'));
    const desk = await openDesk();
    expect(await desk.station.vault.locate(sha256)).toBeNull();
    const objects = objectsOf();
    await auditAll(desk);
    await desk.audits.services['audit.repair']({ from: null });
    await desk.work();
    expect((await desk.station.vault.locate(sha256))?.path).toContain(object);
    expect(objectsOf()).toEqual(objects);
  });

  test('of an object that is lost for good its scans come back from a disk with the originals', async () => {
    const desk = await openDesk({ backup: false });
    const bytes = readFileSync(scanIn(world.data));
    const object = join(scanIn(world.data), '..', '..', '..');
    const disk = join(world.place, 'originals');
    renameSync(object, disk);
    for (const name of globSync('**/*.json*', { cwd: disk })) rmSync(join(disk, name));
    const { damages } = await auditAll(desk);
    expect(damages.map(({ code }) => code)).toContain('SCAN_MISSING');
    await desk.audits.services['audit.repair']({ from: disk });
    expect(await desk.work()).toEqual([]);
    expect(await status(desk)).toMatchObject({ damaged: 0 });
    const found = await desk.station.vault.locate(createHash('sha256').update(bytes).digest('hex'));
    expect(readFileSync(must(found, 'the scan').path).equals(bytes)).toBe(true);
  });

  test('what is found nowhere stays on the list and is said to be so', async () => {
    const desk = await openDesk({ backup: false });
    flip(scanIn(world.data));
    await auditAll(desk);
    await desk.audits.services['audit.repair']({ from: world.place });
    // The station itself and its backup lie there too: it is found after all.
    expect(await desk.work()).toEqual([]);
    flip(scanIn(world.data));
    flip(scanIn(world.target));
    await auditAll(desk);
    await desk.audits.services['audit.repair']({ from: world.target });
    expect(await desk.work()).toEqual(['REPAIR_INCOMPLETE']);
    expect(await status(desk)).toMatchObject({ damages: [{ tried: 'lost' }] });
  });
});

test('the plan begins by itself, and what it does stands in the status', async () => {
  let clock = Date.now();
  const desk = await openDesk({ now: () => clock });
  const plan = { isOn: true, hour: 2, sample: 1, day: 1, minutes: 1, rate: 1000 };
  await desk.audits.services['audit.plan']({ plan });
  expect(await status(desk)).toMatchObject({ last: null, plan });
  await desk.audits.look();
  expect(await desk.work()).toEqual([]);
  clock += 60 * 60_000;
  await desk.audits.look();
  await desk.work();
  expect(await status(desk)).toMatchObject({ last: { what: 'all', left: 0, places: 3 }, round: null });
});

test('a night that is too short goes on the next night where it stopped, and meets no place twice', async () => {
  const book = openBook(':memory:', () => Date.parse('2027-01-01'));
  const seen: string[] = [];
  let last = { left: 1 };
  for (let night = 1; last.left > 0 && night < 9; night++) {
    // Each question after the time is a minute later than the one before.
    let clock = Date.parse('2026-11-22T02:00:00Z') + night * 24 * 60 * 60_000;
    last = await runAudit({
      dataFolder: world.data,
      book,
      now: () => (clock += 60_000),
      task: {
        what: 'all',
        since: '2026-11-22T02:00:00Z',
        sample: null,
        minutes: 12,
        bytesPerSecond: null,
        backups: [],
        agent: { program: 'Qoima 1.2.3', by: 'plan', person: null },
      },
    });
    seen.push(...book.places().flatMap(({ place }) => (place === '' || seen.includes(place) ? [] : [place])));
    if (night === 1) expect(last.left).toBeGreaterThan(0);
  }
  const checks = book
    .events(null, 100)
    .events.filter((event) => event.type === 'fixity check' && event.place !== '');
  expect(checks).toHaveLength(3);
  expect(seen).toHaveLength(3);
  book.close();
});
