/** Several people on one machine, with a line and without. */
import { expect, test, vi } from 'vitest';
import { TroubleError } from '../../../shared/result.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import { ALIYA, complete, PASSWORD, statesOf, useStations, writeFonds } from './fixture-stations.ts';

const world = useStations();
/** Processes are started and stopped; on a busy machine that takes its time. */
const PATIENCE_MS = 120_000;
const MARAT = { login: 'marat', password: `${PASSWORD}2` };

test(
  'who signed in once can do so without a line, and what is written carries who is signed in',
  async () => {
    const a = await world.first();
    const { services } = a;
    world.server().addPerson(MARAT.login, MARAT.password, 'Марат');
    const { person: marat } = await services['sync.signIn'](MARAT);
    const { person: aliya } = await services['sync.signIn'](ALIYA);
    await complete(a);
    await world.server().stop();

    await services['sync.signOut']({});
    expect(await services['sync.status']({})).toMatchObject({
      state: 'stopped',
      person: null,
      trouble: { code: 'SIGN_IN_NEEDED' },
    });
    expect(a.isLocked()).toBe(true);
    await expect(services['sync.signIn']({ ...MARAT, password: 'wrong' })).rejects.toMatchObject({
      code: 'WRONG_PASSWORD',
      details: { left: 4 },
    });
    await expect(services['sync.signIn']({ login: 'sara', password: 'x' })).rejects.toMatchObject({
      code: 'SIGN_IN_NEEDS_LINE',
    });
    expect(await services['sync.signIn'](MARAT)).toEqual({ person: marat, isOffline: true });
    expect(a.isLocked()).toBe(false);
    const byMarat = await writeFonds(a, 'Мараттың қоры');
    expect((await services['sync.people']({})).people).toEqual(
      expect.arrayContaining([
        { ...marat, isSignedIn: true },
        { ...aliya, isSignedIn: false },
      ]),
    );

    // The same after a restart of the program; then the line is back, and no password is asked for again.
    await world.close(a);
    const again = await world.open('a');
    expect(again.journal.person).toBe(marat.id);
    await again.services['sync.signIn'](ALIYA);
    const byAliya = await writeFonds(again, 'Әлияның қоры');
    await world.server().start();
    await complete(again);
    const states = await statesOf(again);
    const authorOf = (id: string) => states.find((state) => state.id === id)?.f['title/kk']?.heads[0]?.u;
    expect([authorOf(byMarat), authorOf(byAliya)]).toEqual([marat.id, aliya.id]);
    // The person of the first start leads to the first account, and to no other.
    const accounts = states.filter(({ t }) => t === 'person').map((state) => viewOf(state).values['account']);
    expect(accounts.filter((account) => account !== undefined)).toEqual([aliya.id]);
  },
  PATIENCE_MS,
);

test(
  'nobody writes in the name of who was here before, when a sign-in could not be written down to its end',
  async () => {
    const a = await world.first();
    const { person: aliya } = await a.services['sync.signIn'](ALIYA);
    vi.spyOn(a.journal, 'setPerson').mockRejectedValueOnce(new TroubleError('DISK_FULL'));
    await expect(a.services['sync.signIn'](MARAT)).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(a.journal.person).toBe(aliya.id);
    expect(a.isLocked()).toBe(true);
    // As after a program that was killed in between.
    await world.close(a);
    const again = await world.open('a');
    const { person } = await again.services['sync.status']({});
    expect(person?.login).toBe(MARAT.login);
    expect(again.journal.person).toBe(person?.id);
    expect(again.isLocked()).toBe(false);
  },
  PATIENCE_MS,
);

test('whoever needs the journal while it is too busy to answer is served the next time', async () => {
  const a = await world.first();
  const busy = new TroubleError('DEADLINE');
  vi.spyOn(a.journal, 'stationPort').mockRejectedValueOnce(busy);
  await expect(a.station()).rejects.toBe(busy);
  expect((await (await a.station()).facts()).archive).toBe(a.journal.archive);
});

test(
  'a pause holds over a restart, and ends by hand',
  async () => {
    const a = await world.first();
    await a.services['sync.pause']({ pause: { until: null } });
    await writeFonds(a, 'Кідіріс');
    expect(await a.services['sync.now']({})).toMatchObject({ state: 'paused', unsent: { ops: 1 } });
    await world.close(a);
    const again = await world.open('a');
    expect(await again.services['sync.status']({})).toMatchObject({ state: 'paused', unsent: { ops: 1 } });
    expect(await again.services['sync.pause']({ pause: null })).toMatchObject({ pause: null });
    await complete(again);
  },
  PATIENCE_MS,
);
