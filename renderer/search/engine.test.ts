import 'fake-indexeddb/auto';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { must } from '../../shared/must.ts';
import { createMemoryJournal } from '../../test/fixtures/memory-journal.ts';
import { whenStore } from '../db/store.ts';
import { closeWorlds, fill, found, openWorld, QUERIES, scan, search } from './fixture-engine.ts';
import { createIndexer } from './indexer.ts';
import type { CheckStatus } from './messages.ts';
import { createSearcher } from './query.ts';
import { createSlotIndex } from './slot-index.ts';

afterEach(closeWorlds);

describe('the search index', () => {
  it('finds what a scan of all records finds', async () => {
    const journal = createMemoryJournal();
    fill(journal, 200);
    const world = await openWorld(journal);
    await world.settled();
    for (const query of QUERIES) expect([query, found(world, query)]).toEqual([query, scan(journal, query)]);
  });

  it('puts the record first whose reference code was typed', async () => {
    const journal = createMemoryJournal();
    const ids = ['1', '2', '3', '4', '5'].map((digit) => `0190c000-0000-7000-8000-00000000000${digit}`);
    const [fonds = '', inventory = '', unit = '', other = '', document = ''] = ids;
    journal.write([
      { rec: fonds, t: 'fonds', k: 'new', f: { number: { prefix: 'Р', num: 5 } } },
      { rec: inventory, t: 'inventory', k: 'new', f: { parent: fonds, number: { num: 1 } } },
      { rec: document, t: 'document', k: 'new', f: { parent: unit, 'title/ru': 'Ф. Р-5. Оп. 1. Д. 123' } },
      { rec: other, t: 'unit', k: 'new', f: { parent: inventory, number: { num: 1234 } } },
      { rec: unit, t: 'unit', k: 'new', f: { parent: inventory, number: { num: 123 }, 'title/ru': 'Дело' } },
    ]);
    const world = await openWorld(journal);
    await world.settled();
    for (const form of [
      'Ф. Р-5. Оп. 1. Д. 123',
      'ф. р-5 оп. 1 д. 123',
      'Р-5/1/123',
      'ф.Р5 оп.1 д.123',
      'Р-5 қор, 1-тізімдеме, 123-іс',
    ]) {
      const { hits } = search(world, form, 10);
      expect([form, hits[0]]).toMatchObject([form, { id: unit, t: 'unit', exact: true, tier: 0 }]);
      expect(hits.filter((hit) => hit.exact)).toHaveLength(1);
    }
    expect(search(world, 'Ф. Р-5', 10).hits[0]).toMatchObject({ id: fonds, t: 'fonds', exact: true });
    expect(search(world, 'ничего такого', 10)).toMatchObject({ hits: [], total: 0, ready: true });
  });

  it('gives all below a fonds its new number, and hides all below one in the bin', async () => {
    const journal = createMemoryJournal();
    const records = [...fill(journal, 120)];
    const world = await openWorld(journal);
    await world.settled();
    const fonds = must(
      records.find((record) => record.t === 'fonds'),
      'made',
    );
    journal.write([{ rec: fonds.id, f: { number: { prefix: 'Л', num: 77 } } }]);
    await world.settled();
    expect(search(world, 'Ф. Л-77', 10).total).toBe(records.filter((r) => r.t !== 'tag').length);
    expect(found(world, 'Ф. Л-77')).toEqual(scan(journal, 'Ф. Л-77'));
    journal.write([{ rec: fonds.id, k: 'del' }]);
    await world.settled();
    expect(found(world, 'Ф. Л-77')).toEqual([]);
    journal.write([{ rec: fonds.id, k: 'undel' }]);
    await world.settled();
    expect(found(world, 'Ф. Л-77')).toEqual(scan(journal, 'Ф. Л-77'));
  });

  it('knows the new number of a fonds that changed while the index was being made', async () => {
    const journal = createMemoryJournal();
    const id = (no: number) => `0190e000-0000-7000-8000-${String(no).padStart(12, '0')}`;
    // Read last, when its units are in already.
    const [fonds, units] = [id(9999), 900];
    journal.write([{ rec: fonds, t: 'fonds', k: 'new', f: { parent: null, number: { num: 5 } } }]);
    journal.write(
      Array.from({ length: units }, (_, i) => ({
        rec: id(i),
        t: 'unit',
        k: 'new' as const,
        f: { parent: fonds, number: { num: i + 1 } },
      })),
    );
    const world = await openWorld(journal);
    await world.settled();
    const index = createSlotIndex();
    const indexer = createIndexer(world.db(), index);
    let batches = 0;
    const n = await indexer.build(
      () => undefined,
      async () => {
        if (++batches !== 1) return;
        journal.write([{ rec: fonds, f: { number: { num: 6 } } }]);
        await world.settled();
      },
    );
    await indexer.follow(n);
    expect(createSearcher(index).search('Ф. 6 ', 10).total).toBe(units + 1);
    expect(createSearcher(index).search('Ф. 5 ', 10).total).toBe(0);
  });

  it('looks for words that mean the same, as the archive has them now', async () => {
    const journal = createMemoryJournal();
    const id = (no: number) => `0190f000-0000-7000-8000-${String(no).padStart(12, '0')}`;
    const titles = ['Төңкеріс комитеті', 'Ревком хаттары', 'Архивтің хаттары'];
    for (const [no, title] of titles.entries()) {
      journal.write([{ rec: id(no), t: 'unit', k: 'new', f: { parent: null, 'title/kk': title } }]);
    }
    const world = await openWorld(journal);
    await world.settled();
    // One that comes with the program.
    expect(found(world, 'мұрағат ')).toEqual([id(2)]);
    expect(found(world, 'ревком ')).toEqual([id(1)]);
    const group = id(99);
    journal.write([
      { rec: group, t: 'synonyms', k: 'new', f: { 'words/ревком': true, 'words/төңкеріс комитеті': true } },
    ]);
    await world.settled();
    expect(found(world, 'ревком ')).toEqual([id(0), id(1)]);
    await world.restart();
    await world.settled();
    expect(found(world, 'ревком ')).toEqual([id(0), id(1)]);
    journal.write([{ rec: group, k: 'del' }]);
    await world.settled();
    expect(found(world, 'ревком ')).toEqual([id(1)]);
  });

  it('goes on answering and following while it is made anew', async () => {
    const world = await openWorld();
    fill(world.journal, 600);
    await world.settled();
    const unit = must(
      world.journal.states().find((state) => state.t === 'unit'),
      'made',
    );
    // Changed unseen, so that the check makes it anew.
    const row = must(await world.db().records.get(unit.id), 'it is there');
    await world.db().records.put({ ...row, state: row.state.replace('"num":', '"num":9') });
    const seen: string[] = [];
    const stop = world.status.subscribe(() => {
      const status = world.status.get();
      seen.push(status.state);
      if (status.state !== 'indexing') return;
      const answer = search(world, 'Ф. 1', 10);
      expect(answer.hits.length).toBeGreaterThan(0);
      expect(answer.ready).toBe(false);
    });
    world.engine.verify();
    await whenStore(world.check, (check): check is CheckStatus => check.state === 'done');
    stop();
    expect(seen).toContain('indexing');
    expect((await world.settled()).from).toBe('healed');
    expect(search(world, 'Ф. 1', 10).ready).toBe(true);
  });

  it('answers as a scan does after any sequence of writes and restarts', async () => {
    const tags = ['a', 'b'].map((digit) => `0190d000-0000-7000-8000-00000000000${digit}`);
    const ids = Array.from({ length: 8 }, (_, i) => `0190d000-0000-7000-8000-0000000001${i}0`);
    const id = fc.constantFrom(...ids);
    const word = fc.constantFrom('мектеп', 'мекен', 'школа', 'школьный', 'дом', '1934');
    const act = fc.oneof(
      fc.record({ kind: fc.constant('title' as const), id, text: fc.array(word, { maxLength: 3 }) }),
      fc.record({ kind: fc.constant('number' as const), id, num: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ kind: fc.constant('parent' as const), id, parent: fc.option(id) }),
      fc.record({ kind: fc.constant('bin' as const), id, on: fc.boolean() }),
      fc.record({ kind: fc.constant('tag' as const), id, tag: fc.constantFrom(...tags), on: fc.boolean() }),
      fc.record({ kind: fc.constant('label' as const), tag: fc.constantFrom(...tags), text: word }),
      fc.record({ kind: fc.constant('restart' as const), store: fc.boolean() }),
    );
    const typeOf = (rec: string): string =>
      ['fonds', 'inventory', 'unit', 'unit', 'document'][ids.indexOf(rec) % 5] ?? 'unit';
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async (acts) => {
        const world = await openWorld();
        const { journal } = world;
        for (const step of acts) {
          switch (step.kind) {
            case 'title':
              journal.write([{ rec: step.id, t: typeOf(step.id), f: { 'title/ru': step.text.join(' ') } }]);
              break;
            case 'number':
              journal.write([{ rec: step.id, t: typeOf(step.id), f: { number: { num: step.num } } }]);
              break;
            case 'parent':
              journal.write([{ rec: step.id, t: typeOf(step.id), f: { parent: step.parent } }]);
              break;
            case 'bin':
              journal.write([{ rec: step.id, t: typeOf(step.id), k: step.on ? 'del' : 'undel' }]);
              break;
            case 'tag':
              journal.write([{ rec: step.id, t: typeOf(step.id), f: { [`tags/${step.tag}`]: step.on } }]);
              break;
            case 'label':
              journal.write([{ rec: step.tag, t: 'tag', f: { 'label/kk': step.text } }]);
              break;
            case 'restart':
              await world.settled();
              if (step.store) await world.stored();
              await world.restart();
              break;
          }
        }
        await world.settled();
        for (const query of [
          'мек',
          'мектеп',
          'школ ',
          'Ф. 1',
          'Ф. 2 Оп. 1',
          '1/2/3',
          'дом школа',
          '193',
          '4',
        ]) {
          expect([query, found(world, query)]).toEqual([query, scan(journal, query)]);
        }
        await closeWorlds();
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});
