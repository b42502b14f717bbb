import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { READER_GRANT } from '../../shared/model/access.ts';
import { createMemoryJournal, type MemoryJournal } from '../../test/fixtures/memory-journal.ts';
import type { SearchWorld } from '../../test/fixtures/search-world.ts';
import { closeWorlds, openWorld } from './fixture-engine.ts';
import { createIndexer } from './indexer.ts';
import { PLAIN } from './search.ts';
import { createSlotIndex } from './slot-index.ts';

afterEach(closeWorlds);

const idOf = (no: number): string => `0190d000-0000-7000-8000-${String(no).padStart(12, '0')}`;
const [OPEN, CLOSED, UNSAID, TAG] = [idOf(1), idOf(2), idOf(3), idOf(4)];
const SECRET = 'құпиялылық';

/** Three fonds with a unit each: open, closed and with nothing said; the closed one alone has the secret word, tag, year and language. */
async function openThreeFonds(): Promise<SearchWorld> {
  const journal = createMemoryJournal();
  journal.write([{ rec: TAG, t: 'tag', k: 'new', f: { 'label/kk': 'Жабық тег' } }]);
  for (const [i, fonds] of [OPEN, CLOSED, UNSAID].entries()) {
    const secret = {
      'title/kk': `Іс ${SECRET}`,
      dates: { written: '1777', edtf: '1777' },
      'languages/chg': true,
      [`tags/${TAG}`]: true,
    };
    const access = [{ access: 'open' }, { access: 'closed' }, {}][i];
    journal.write([
      { rec: fonds, t: 'fonds', k: 'new', f: { parent: null, number: { num: i + 1 }, ...access } },
      {
        rec: idOf(10 + i),
        t: 'unit',
        k: 'new',
        f: {
          parent: fonds,
          number: { num: 7 },
          ...(fonds === CLOSED ? secret : { 'title/kk': 'Іс хаттар' }),
        },
      },
    ]);
  }
  const world = await openWorld(journal, Date.now, READER_GRANT);
  await world.settled();
  return world;
}

function set(journal: MemoryJournal, rec: string, access: string | null): void {
  journal.write([{ rec, f: { access } }]);
}

function ask(world: SearchWorld, text: string) {
  return world.engine.search({ ...PLAIN, text, facets: true });
}

/** Everything that an answer could give away. */
function told(world: SearchWorld): string {
  const texts = [
    SECRET,
    `${SECRET.slice(0, -1)}г`,
    'құпия',
    'Жабық',
    '1777',
    'lang:chg',
    'Ф. 2',
    'іс',
    '-хаттар',
    '',
  ];
  return JSON.stringify(texts.map((text) => ({ ...ask(world, text), ms: 0 })));
}

const SECRETS = [CLOSED, idOf(11), SECRET, TAG, '1770', '"chg"'];

describe('what may not be found here', () => {
  it('is in no hit, count, facet, near word or suggestion', async () => {
    const world = await openThreeFonds();
    const { hits, total, facets, counts, searched } = ask(world, 'іс');
    expect(hits.map(({ id }) => id)).toEqual([idOf(10)]);
    expect([total, counts, searched]).toEqual([1, { certain: 1, uncertain: 0 }, { records: 2 }]);
    expect(facets?.fonds).toEqual({ [OPEN]: 1 });
    const answers = told(world);
    expect(SECRETS.filter((secret) => answers.includes(secret))).toEqual([]);
  });

  it('is in no index: neither its words nor itself', async () => {
    const world = await openThreeFonds();
    const index = createSlotIndex();
    await createIndexer(world.db(), index, READER_GRANT).build(() => undefined);
    expect(index.terms.all().filter((term) => term.startsWith('құпия'))).toEqual([]);
    expect(index.live).toBe(2);
    expect(index.slotOf(idOf(11))).toBeUndefined();
    expect([...index.table.tags.keys(), ...index.table.languages]).toEqual(['']);
  });

  it('is found by all who work in the archive', async () => {
    const world = await openThreeFonds();
    const index = createSlotIndex();
    await createIndexer(world.db(), index).build(() => undefined);
    expect(index.live).toBe(6);
  });

  it('comes in with all below it when it is opened, and goes when it is closed again, also over a restart', async () => {
    const world = await openThreeFonds();
    set(world.journal, CLOSED, 'open');
    await world.settled();
    expect(ask(world, SECRET).hits.map(({ id }) => id)).toEqual([idOf(11)]);
    await world.stored();
    set(world.journal, CLOSED, null);
    await world.settled();
    expect(SECRETS.filter((secret) => told(world).includes(secret))).toEqual([]);
    await world.restart();
    await world.settled();
    expect(SECRETS.filter((secret) => told(world).includes(secret))).toEqual([]);
    // One leaf that may be shown out of a closed fonds, and one that may not out of an open one.
    set(world.journal, idOf(11), 'open');
    set(world.journal, idOf(10), 'closed');
    await world.settled();
    expect(ask(world, 'іс').hits.map(({ id }) => id)).toEqual([idOf(11)]);
  });

  it('is left out of an index that was stored for those who may see it', async () => {
    const world = await openThreeFonds();
    set(world.journal, CLOSED, 'open');
    await world.stored();
    await world
      .db()
      .searchSnapshots.toCollection()
      .modify((row) => {
        (row as { made: string }).made = row.made.replace(/, open$/u, ', open staff closed');
      });
    set(world.journal, CLOSED, 'closed');
    await world.restart();
    expect((await world.settled()).from).toBe('rows');
    expect(SECRETS.filter((secret) => told(world).includes(secret))).toEqual([]);
  });
});
