/** Bad days of stations and of the centre: whatever comes back from a backup, nothing that anybody wrote is lost. */
import { cpSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../../../test/fixtures/eventually.ts';
import { readServerLog } from '../../../test/fixtures/server-log.ts';
import {
  agree,
  ALIYA,
  complete,
  PASSWORD,
  statesOf,
  useStations,
  viewAt,
  writeFonds,
} from './fixture-stations.ts';

const world = useStations();
/** Processes are started and stopped; on a busy machine that takes its time. */
const PATIENCE_MS = 120_000;

test(
  'a station that comes back from an old copy, and one that was copied to a second machine',
  async () => {
    const a = await world.first();
    const b = await world.joined('b');
    const early = await writeFonds(b, 'Ерте');
    await complete(b);
    await world.close(b);
    cpSync(join(world.folder(), 'b'), join(world.folder(), 'old'), { recursive: true });
    const again = await world.open('b');
    const late = await writeFonds(again, 'Кеш');
    await complete(again);
    await world.close(again);

    // The folder as it was before: its own later work comes back, and what is written under a new replica is not taken for it.
    const old = await world.open('old');
    const before = (await old.journal.replicas()).window;
    const anew = await writeFonds(old, 'Қайта');
    await agree([a, old], [early, late, anew]);
    expect((await old.journal.replicas()).window).not.toBe(before);

    // Both copies at once: two machines of one disk image.
    const twin = await world.open('b');
    // They have one proof of who is signed in between them, which the centre takes for a stolen one: a password settles it.
    expect(await twin.services['sync.now']({})).toMatchObject({ trouble: { code: 'SIGN_IN_NEEDED' } });
    await twin.services['sync.signIn'](ALIYA);
    const both = await Promise.all([writeFonds(old, 'Бірі'), writeFonds(twin, 'Екіншісі')]);
    await agree([a, old, twin], [early, late, anew, ...both]);
  },
  PATIENCE_MS,
);

test(
  'what answers in the place of the centre changes nothing, and the work goes on when the centre is back',
  async () => {
    const a = await world.first();
    await world.server().stop();
    const portal = createServer((_question, answer) => {
      answer.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in to the network</html>');
    }).listen(world.server().port, '127.0.0.1');
    await once(portal, 'listening');
    const id = await writeFonds(a, 'Желісіз');
    const waiting = await a.services['sync.now']({});
    expect(waiting).toMatchObject({
      state: 'waiting',
      trouble: { code: 'NOT_A_SERVER' },
      unsent: { records: 1 },
    });
    expect(waiting.next).not.toBeNull();
    portal.closeAllConnections();
    portal.close();
    await once(portal, 'close');
    await world.server().start();
    expect(await complete(a)).toMatchObject({ trouble: null });
    expect((await viewAt(a, id))?.values['title/kk']).toBe('Желісіз');
  },
  PATIENCE_MS,
);

test(
  'a station that was shut out keeps its work and says so; a new code lets it in again with all of it',
  async () => {
    const a = await world.first();
    const c = await world.joined('c');
    world.server().command(['device', 'revoke', 'c']);
    const shut = await c.services['sync.now']({});
    expect([shut.state, shut.trouble?.code]).toEqual(['stopped', 'DEVICE_REVOKED']);
    const id = await writeFonds(c, 'Қалғаны');
    expect((await c.services['sync.status']({})).unsent).toMatchObject({ ops: 1, records: 1 });
    const code = world.server().makeCode();
    await c.services['sync.connect']({ url: world.url(), code, name: 'c2', as: 'found' });
    await c.services['sync.signIn'](ALIYA);
    await complete(c);
    await agree([a, c], [id]);
  },
  PATIENCE_MS,
);

test(
  'a centre that comes back from an older backup is told again what it lacks, also the work of a station that is away',
  async () => {
    const a = await world.first();
    const d = await world.joined('d');
    const early = await writeFonds(a, 'Ерте');
    await agree([a, d], [early]);
    const server = world.server();
    server.command(['backup', join(world.folder(), 'backup')]);
    const { epoch } = readServerLog(server.folder);
    const late = [await writeFonds(a, 'Кеш'), await writeFonds(d, 'Кеш те')];
    await agree([a, d], late);
    await server.kill();
    await world.close(d);
    rmSync(server.folder, { recursive: true });
    // Without a time in which others are believed: what `a` brings of `d` is under the seal of `d`.
    server.command(['restore', join(world.folder(), 'backup'), '--no-recovery']);
    const old = readServerLog(server.folder);
    expect(late.filter((id) => old.records.has(id))).toEqual([]);
    await server.start();
    // It has forgotten who was signed in since its backup.
    await a.services['sync.signIn'](ALIYA);
    await complete(a);
    const restored = readServerLog(server.folder);
    expect([early, ...late].filter((id) => !restored.records.has(id))).toEqual([]);
    expect(restored.verify()).toEqual([]);
    expect(restored.epoch).not.toBe(epoch);
    expect((await a.services['sync.attention']({ after: null, limit: 10 })).items).toEqual([]);

    const again = await world.open('d');
    await again.services['sync.signIn'](ALIYA);
    const after = await writeFonds(again, 'Кейін');
    await agree([a, again], [early, ...late, after]);
  },
  PATIENCE_MS,
);

test(
  'another server in its place, which knows nobody, is nobody’s deletion',
  async () => {
    const a = await world.first();
    const records = (await statesOf(a)).filter(({ t }) => t === 'fonds').map(({ id }) => id);
    expect(records.length).toBeGreaterThan(0);
    const server = world.server();
    await server.kill();
    rmSync(server.folder, { recursive: true });
    const code = server.addArchive('Жаңа');
    server.addPerson('aliya', PASSWORD, 'Әлия');
    await server.start();
    await a.services['sync.now']({});
    const lost = await eventually(
      () => a.services['sync.status']({}),
      ({ state }) => state === 'stopped',
    );
    expect(lost.trouble?.code).toBe('UNAUTHENTICATED');
    expect((await statesOf(a)).filter(({ f }) => Object.keys(f).length > 0).length).toBeGreaterThan(
      records.length,
    );
    await a.services['sync.connect']({ url: world.url(), code, name: 'a', as: 'found' });
    await a.services['sync.signIn'](ALIYA);
    await complete(a);
    // What other stations wrote it brings too, and the new centre wants a person's word for it.
    const { items } = await a.services['sync.attention']({ after: null, limit: 100 });
    if (items.length > 0) {
      expect(items.every(({ isOurs, decision }) => !isOurs && decision === null)).toBe(true);
      const ids = items.map(({ id }) => id);
      expect((await a.services['sync.decide']({ ids, decision: 'accept' })).decided).toBeGreaterThan(0);
    }
    const e = await world.joined('e');
    await agree([a, e], records);
  },
  PATIENCE_MS,
);
