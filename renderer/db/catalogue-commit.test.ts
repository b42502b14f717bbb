import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import { setFields } from '../../shared/sync/edits.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Method } from '../../shared/rpc/contract.ts';
import type { SyncStatus } from './sync-status.ts';
import { must } from '../../shared/must.ts';
import { copyName } from './generations.ts';
import { readRecord } from './queries.ts';
import { UNIT, useCatalogue } from './fixture-catalogue.ts';

const world = useCatalogue();

describe('commit', () => {
  it('is in the copy when it answers', async () => {
    const catalogue = world.open();
    await world.ready(catalogue);
    const db = must(catalogue.copy.get(), 'ready');
    const before = must(await readRecord(db, UNIT.id), 'it is there');
    const answer = await catalogue.commit({
      id: '0190b000-0000-7000-8000-000000000001',
      command: 'record.rename',
      edits: [setFields(before, { 'title/ru': 'Переименовано' })],
    });
    expect(answer.ok).toBe(true);
    expect((await readRecord(db, UNIT.id))?.values['title/ru']).toBe('Переименовано');
    expect(catalogue.safety.get()).toEqual({ state: 'safe' });
    await world.ready(catalogue);
    await world.expectSame(catalogue);
  });

  it('says what is not saved until it is, and writes it once', async () => {
    const catalogue = world.open();
    await world.ready(catalogue);
    const change = {
      id: '0190b000-0000-7000-8000-000000000002',
      command: 'record.rename',
      edits: [{ rec: UNIT.id, t: 'unit', k: 'set' as const, f: { 'title/ru': 'Удержать' }, p: {} }],
    };
    world.journal.cut('DISK_FULL', 'journal.commit');
    const answer = await catalogue.commit(change);
    expect(answer).toMatchObject({ ok: false, code: 'DISK_FULL' });
    expect(catalogue.safety.get()).toMatchObject({
      state: 'not-saved',
      code: 'DISK_FULL',
      unsaved: [change],
    });
    world.journal.cut(null);
    // Another change that is saved does not make this one safe.
    await catalogue.commit({ ...change, id: '0190b000-0000-7000-8000-000000000003' });
    expect(catalogue.safety.get().state).toBe('not-saved');
    await catalogue.retryUnsaved();
    expect(catalogue.safety.get()).toEqual({ state: 'safe' });
    const n = world.journal.n();
    await catalogue.commit(change);
    expect(world.journal.n()).toBe(n);
  });

  it('is safe although the copy could not take it, and the copy catches up', async () => {
    const catalogue = world.open();
    await world.ready(catalogue);
    must(catalogue.copy.get(), 'ready').close();
    const answer = await catalogue.commit({
      id: '0190b000-0000-7000-8000-000000000004',
      command: 'record.rename',
      edits: [{ rec: UNIT.id, t: 'unit', k: 'set', f: { 'title/ru': 'Записано' }, p: {} }],
    });
    expect(answer.ok).toBe(true);
    expect(catalogue.safety.get()).toEqual({ state: 'safe' });
    await world.ready(catalogue);
    await world.expectSame(catalogue);
  });
});

describe('what was refused because nobody was signed in', () => {
  const [AIGUL, BOLAT] = ['0190c000-0000-7000-8000-000000000001', '0190c000-0000-7000-8000-000000000002'];
  const rename = (no: number, text: string) => ({
    id: `0190b000-0000-7000-8000-0000000001${no}`,
    command: 'record.rename',
    edits: [
      {
        rec: UNIT.id,
        t: 'unit',
        k: 'set' as const,
        f: { 'title/ru': text },
        p: {},
      },
    ],
  });
  /** A window, and who is signed in at its host: `cut` for as long as nobody is. */
  async function openSignedOut() {
    const { host } = world.journal;
    let tell: (status: SyncStatus) => void = () => undefined;
    const on = host.on.bind(host);
    Object.assign(host, {
      on(event: 'sync.changed', listener: (status: SyncStatus) => void) {
        if (event === 'sync.changed') tell = listener;
        return on(event, listener);
      },
    });
    const catalogue = world.open();
    await world.ready(catalogue);
    const told = (person: string | null) => {
      world.journal.cut(person === null ? 'SIGN_IN_NEEDED' : null, 'journal.commit');
      tell({ person: person === null ? null : { id: person } } as unknown as SyncStatus);
    };
    told(null);
    return { catalogue, told };
  }
  const settled = (catalogue: { safety: { get(): { state: string } } }) =>
    expect.poll(() => catalogue.safety.get().state, { timeout: 5000 });

  it('is written by itself when somebody is, once, and nothing else that is not saved', async () => {
    const { catalogue, told } = await openSignedOut();
    await catalogue.commit(rename(1, 'Ешкім'));
    world.journal.cut('DISK_FULL', 'journal.commit');
    await catalogue.commit(rename(2, 'Толды'));
    const n = world.journal.n();
    told(AIGUL);
    told(AIGUL);
    await expect.poll(() => world.journal.n()).toBe(n + 1);
    await settled(catalogue).toBe('not-saved');
    expect(catalogue.safety.get()).toMatchObject({ code: 'DISK_FULL', unsaved: [{ id: rename(2, '').id }] });
    told(AIGUL);
    await catalogue.retryUnsaved();
    expect(world.journal.n()).toBe(n + 2);
  });

  it('stays when it was begun under the name of another, until a person says so', async () => {
    const { catalogue, told } = await openSignedOut();
    const n = world.journal.n();
    told(AIGUL);
    const key = `${UNIT.id}/title/ru`;
    catalogue.drafts.save(key, 'Айг', []);
    told(null);
    catalogue.drafts.save(key, 'Айгүлдікі', []);
    // Also when the window began anew meanwhile.
    await catalogue.drafts.flush();
    await catalogue.commit(rename(3, 'Айгүлдікі'));
    told(BOLAT);
    await catalogue.commit(rename(4, 'Болаттікі'));
    expect(world.journal.n()).toBe(n + 1);
    expect(catalogue.safety.get()).toMatchObject({ state: 'not-saved', unsaved: [rename(3, 'Айгүлдікі')] });
    const again = world.open();
    await world.ready(again);
    await again.drafts.read(key);
    expect(again.drafts.author(key)).toBe(AIGUL);
    told(null);
    world.journal.cut(null);
    told(AIGUL);
    await settled(catalogue).toBe('safe');
    expect(world.journal.n()).toBe(n + 2);
  });
});

describe('drafts', () => {
  it('outlive the window and a rebuild, and go when they are committed', async () => {
    const first = world.open();
    await world.ready(first);
    first.drafts.save(`${UNIT.id}/title/kk`, 'жартылай жазылған', ['h']);
    await first.drafts.flush();
    await Dexie.delete(copyName(world.journal.archive, 1));
    await world.close(first);
    const again = world.open();
    await world.ready(again);
    expect(await again.drafts.all()).toMatchObject([
      { record: UNIT.id, field: 'title/kk', text: 'жартылай жазылған', heads: ['h'] },
    ]);
    await again.drafts.clear(`${UNIT.id}/title/kk`);
    expect(await again.drafts.all()).toEqual([]);
    expect(await again.drafts.read(`${UNIT.id}/title/kk`)).toBe(null);
  });

  it('tells what can be undone by the newest answer, in whatever order the answers come', async () => {
    const { host } = world.journal;
    const call = host.call.bind(host);
    const held: (() => void)[] = [];
    Object.assign(host, {
      async call(method: Method, input: never) {
        const answer = (await call(method, input)) as Result<{ n: number; undoable: unknown }, string>;
        if (method !== 'journal.commit' || !answer.ok) return answer;
        await new Promise<void>((resolve) => void held.push(resolve));
        return ok({ ...answer.value, undoable: { undo: `${answer.value.n}`, redo: null } });
      },
    });
    const catalogue = world.open();
    await world.ready(catalogue);
    const n = world.journal.n();
    const commits = ['04', '05'].map((no) =>
      catalogue.commit({
        id: `0190b000-0000-7000-8000-0000000000${no}`,
        command: 'record.rename',
        edits: [{ rec: UNIT.id, t: 'unit', k: 'set', f: { 'title/ru': no }, p: {} }],
      }),
    );
    await expect.poll(() => held.length).toBe(2);
    const told: unknown[] = [];
    const stop = catalogue.undoable.subscribe(() => void told.push(catalogue.undoable.get().undo));
    held[1]?.();
    await commits[1];
    held[0]?.();
    await commits[0];
    expect(told).toContain(`${n + 2}`);
    expect(told).not.toContain(`${n + 1}`);
    stop();
  });
});
