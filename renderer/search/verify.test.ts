import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { must } from '../../shared/must.ts';
import { regionBody, regionTarget } from '../../shared/model/region-parts.ts';
import { createMemoryJournal } from '../../test/fixtures/memory-journal.ts';
import { openSearchWorld, type SearchWorld } from '../../test/fixtures/search-world.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { crc32 } from '../../shared/crc32.ts';
import { NO_FILTER, type Filter } from './filter.ts';
import type { CheckStatus } from './messages.ts';
import { PLAIN } from './search.ts';

const worlds: SearchWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

const idOf = (no: number): string => `0190d000-0000-7000-8000-${String(no).padStart(12, '0')}`;
const [FONDS, INVENTORY, TAG] = [idOf(1), idOf(2), idOf(3)];
const unit = (no: number): string => idOf(100 + no);
const UNITS = 30;

/** One fonds with thirty units in years of their own, each third one with a tag. */
async function openWorld(now?: () => number): Promise<SearchWorld> {
  const journal = createMemoryJournal();
  journal.write([
    { rec: TAG, t: 'tag', k: 'new', f: { 'label/ru': 'Школа' } },
    { rec: FONDS, t: 'fonds', k: 'new', f: { parent: null, number: { num: 5 } } },
    { rec: INVENTORY, t: 'inventory', k: 'new', f: { parent: FONDS, number: { num: 1 } } },
    ...Array.from({ length: UNITS }, (_, i) => ({
      rec: unit(i),
      t: 'unit',
      k: 'new' as const,
      f: {
        parent: INVENTORY,
        number: { num: i + 1 },
        'title/ru': `Дело слово${i}`,
        dates: { written: '', edtf: String(1920 + i) },
        ...(i % 3 === 0 ? { [`tags/${TAG}`]: true } : {}),
      },
    })),
  ]);
  const world = await openSearchWorld(journal, now);
  worlds.push(world);
  await world.settled();
  return world;
}

type Done = Extract<CheckStatus, { state: 'done' }>;

async function verify(world: SearchWorld): Promise<Done> {
  const before = world.check.get();
  world.engine.verify();
  return world.until(world.check, (check): check is Done => check.state === 'done' && check !== before);
}

const find = (world: SearchWorld, text: string, filter: Partial<Filter> = {}): string[] =>
  world.engine
    .search({ ...PLAIN, text, limit: 100, filter: { ...NO_FILTER, ...filter }, facets: false })
    .hits.filter((hit) => hit.near === undefined)
    .map((hit) => hit.id);

/** Changes a row as no write of the program does: its number stays as it was. */
async function changeUnseen(world: SearchWorld, id: string, from: string, to: string): Promise<void> {
  const row = must(await world.db().records.get(id), 'it is there');
  expect(row.state).toContain(from);
  await world.db().records.put({ ...row, state: row.state.replace(from, to) });
}

/** Changes what lies stored as a program with a bug would: every checksum is right. */
async function rewriteStored(world: SearchWorld, change: (lines: string[]) => void): Promise<void> {
  const db = world.db();
  const chunks = await db.searchChunks.toArray();
  const stream = new Blob(chunks.map(({ bytes }) => bytes)).stream();
  const lines = (await new Response(stream.pipeThrough(new DecompressionStream('gzip'))).text()).split('\n');
  change(lines);
  const packed = new Blob([lines.join('\n')]).stream().pipeThrough(new CompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const snapshot = must(await db.searchSnapshots.toCollection().last(), 'stored');
  await db.searchChunks.clear();
  await db.searchChunks.put({ generation: snapshot.generation, no: 0, bytes });
  await db.searchSnapshots.put({ ...snapshot, chunks: [{ bytes: bytes.length, crc: crc32(bytes) }] });
}

describe('a check of the whole index', () => {
  it('finds nothing in a true one, however it came to be', async () => {
    const world = await openWorld();
    expect(await verify(world)).toMatchObject({ isWhole: true, checked: UNITS + 3, untrue: 0, findings: [] });
    world.journal.write([{ rec: FONDS, f: { number: { num: 7 } } }]);
    world.journal.write([{ rec: unit(4), k: 'del' }]);
    world.journal.write([{ rec: TAG, f: { 'label/ru': 'Мектеп' } }]);
    world.journal.write([{ rec: unit(3), f: { [`tags/${TAG}`]: false } }]);
    await world.settled();
    expect(await verify(world)).toMatchObject({ untrue: 0 });
    await world.stored();
    await world.restart();
    expect((await world.settled()).from).toBe('snapshot');
    expect(await verify(world)).toMatchObject({ untrue: 0 });
  });

  it('finds rows that changed without notice, and the index is true afterwards', async () => {
    const world = await openWorld();
    await changeUnseen(world, unit(5), 'слово5', 'подмена');
    await changeUnseen(world, unit(6), '1926', '1826');
    await world.db().records.delete(unit(7));
    expect(find(world, 'подмена')).toEqual([]);
    const { untrue, findings } = await verify(world);
    expect(untrue).toBe(3);
    expect(findings).toEqual(
      expect.arrayContaining([
        { kind: 'unfound', id: unit(5) },
        { kind: 'facts', id: unit(6) },
        { kind: 'dead', id: unit(7) },
      ]),
    );
    expect((await world.settled()).from).toBe('healed');
    expect(find(world, 'подмена')).toEqual([unit(5)]);
    expect(find(world, '', { from: 1826, to: 1826 })).toEqual([unit(6)]);
    expect(find(world, 'слово7 ')).toEqual([]);
    expect(await verify(world)).toMatchObject({ untrue: 0 });
  });

  it('finds a fonds whose number changed without notice, and all that lies in it', async () => {
    const world = await openWorld();
    await changeUnseen(world, FONDS, '"num":5', '"num":6');
    const { untrue } = await verify(world);
    expect(untrue).toBe(UNITS + 2);
    expect(find(world, 'Ф. 6 Оп. 1 Д. 3 ')).toEqual([unit(2)]);
  });

  const lies: Readonly<Record<string, [kind: string, change: (lines: string[]) => void]>> = {
    'a word that does not lead to its record': [
      'unfound',
      (lines) => change(lines, 'слово9', (slots) => slots.splice(0)),
    ],
    'a word that leads to another record too': [
      'foreign',
      (lines) => change(lines, 'слово9', (slots) => slots.push(must(slots[0], 'found') + 1)),
    ],
    'a tag of another record': [
      'foreign',
      (lines) =>
        changeTable(lines, (table) => {
          const [[tag, slots] = ['', '']] = table.tags;
          const carried = [...new Uint32Array(fromBase64(slots))];
          table.tags = [[tag, toBase64(Uint32Array.from([...carried, must(carried.at(-1), 'some') + 1]))]];
        }),
    ],
    'a key that leads to another word': [
      'unfound',
      (lines) => {
        const words = JSON.parse(lines[1] ?? '') as { keyTerms: string };
        const terms = new Uint32Array(fromBase64(words.keyTerms));
        words.keyTerms = toBase64(terms.map(() => terms[0] ?? 0));
        lines[1] = JSON.stringify(words);
      },
    ],
    'a place that is not its own': [
      'facts',
      (lines) =>
        changeTable(lines, (table) => {
          const parents = new Int32Array(fromBase64(table.parents));
          parents[10] = 9;
          table.parents = toBase64(parents);
        }),
    ],
    'years that are not its own': [
      'facts',
      (lines) =>
        changeTable(lines, (table) => {
          const from = new Int32Array(fromBase64(table.fromDay));
          from[10] = 1500_01_01;
          table.fromDay = toBase64(from);
        }),
    ],
    'a mark of what its children take': [
      'inheritance',
      (lines) =>
        changeTable(lines, (table) => {
          const marks = new Uint32Array(fromBase64(table.inherited));
          marks[10] = 1;
          table.inherited = toBase64(marks);
        }),
    ],
    'an entry that was left out': [
      'missing',
      (lines) =>
        changeTable(lines, (table) => {
          const alive = new Uint8Array(fromBase64(table.alive));
          alive[10] = 0;
          table.alive = toBase64(alive);
        }),
    ],
  };
  type Table = {
    tags: [string, string][];
    fromDay: string;
    parents: string;
    inherited: string;
    alive: string;
  };
  function changeTable(lines: string[], edit: (table: Table) => void): void {
    const table = JSON.parse(lines[0] ?? '') as Table;
    edit(table);
    lines[0] = JSON.stringify(table);
  }
  function change(lines: string[], word: string, edit: (slots: number[]) => void): void {
    const at = lines.findIndex((line) => line.includes(`["${word}",`));
    const terms = JSON.parse(lines[at] ?? '') as [string, (number[] | null)[]][];
    const places = must(
      terms.find(([term]) => term === word),
      word,
    )[1];
    edit(must(places.find((slots) => slots !== null && slots.length > 0) ?? undefined, 'it leads somewhere'));
    lines[at] = JSON.stringify(terms);
  }
  for (const [name, [kind, lie]] of Object.entries(lies)) {
    it(`finds ${name} in an index that was stored so`, async () => {
      const world = await openWorld();
      await world.stored();
      await rewriteStored(world, lie);
      await world.restart();
      expect((await world.settled()).from).toBe('snapshot');
      const { untrue, findings } = await verify(world);
      expect(untrue).toBeGreaterThan(0);
      expect(findings.map((finding) => finding.kind)).toContain(kind);
      expect(await verify(world)).toMatchObject({ untrue: 0 });
      expect((await world.settled()).from).toBe('healed');
      // What was made anew is what is stored now.
      await world.stored();
      await world.restart();
      expect((await world.settled()).from).toBe('snapshot');
      expect(await verify(world)).toMatchObject({ untrue: 0 });
    });
  }

  it('does not take for untrue what is written while it goes on', async () => {
    const world = await openWorld();
    for (let i = 0; i < 10; i++) {
      const checking = verify(world);
      for (let j = 0; j < UNITS; j++) {
        world.journal.write([{ rec: unit(j), f: { 'title/ru': `Дело ${i} слово${j}` } }]);
        if (j % 5 === 0) world.journal.write([{ rec: FONDS, f: { number: { num: 5 + i + j } } }]);
        if (j % 7 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      }
      expect(await checking).toMatchObject({ untrue: 0 });
    }
    await world.settled();
    expect(find(world, 'Дело 9 слово3 ')).toEqual([unit(3)]);
  });
});

it('a check that breaks off is not shown as going on', async () => {
  const world = await openWorld();
  const closed = new Promise<void>((resolve) => {
    world.check.subscribe(() => {
      if (world.check.get().state === 'running') resolve(world.engine.close());
    });
  });
  world.engine.verify();
  await closed;
  expect(world.check.get()).toEqual({ state: 'none' });
});

describe('a check of some entries', () => {
  it('is made by itself when nothing has changed for a while, and heals once in an hour', async () => {
    let time = 1_000_000;
    const world = await openWorld(() => time);
    const next = async (ms: number): Promise<Done> => {
      const before = world.check.get();
      time += ms;
      world.engine.grown();
      return world.until(world.check, (check): check is Done => check.state === 'done' && check !== before);
    };
    expect(await next(31_000)).toMatchObject({ isWhole: false, untrue: 0 });
    await changeUnseen(world, unit(11), 'слово11', 'подмена');
    expect(await next(31 * 60_000)).toMatchObject({ isWhole: false, untrue: 1 });
    expect((await world.settled()).from).toBe('healed');
    expect(find(world, 'подмена')).toEqual([unit(11)]);
    await changeUnseen(world, unit(12), 'слово12', 'другая');
    expect(await next(31 * 60_000)).toMatchObject({ untrue: 1, isHealed: false });
    expect(find(world, 'другая')).toEqual([]);
    expect(await next(31 * 60_000)).toMatchObject({ untrue: 1 });
    expect(find(world, 'другая')).toEqual([unit(12)]);
  });
});

describe('what an entry knows', () => {
  it('finds by the text, tags and fonds of a region, and by the years of its unit', async () => {
    const world = await openWorld();
    const [document, page, region] = [idOf(901), idOf(902), idOf(903)];
    world.journal.write([
      { rec: document, t: 'document', k: 'new', f: { parent: unit(2), 'title/kk': 'Хат' } },
      { rec: page, t: 'page', k: 'new', f: { parent: document, regions: true } },
      {
        rec: region,
        t: 'region',
        k: 'new',
        f: {
          parent: page,
          target: regionTarget(page, { x: 1, y: 1, w: 5, h: 5 }),
          body: regionBody('Қолтаңба: Құлжабек'),
          [`tags/${TAG}`]: true,
        },
      },
    ]);
    await world.settled();
    expect(find(world, 'құлжаб')).toEqual([region]);
    expect(find(world, 'Ф. 5 Оп. 1 Д. 3 қолтаңба')).toEqual([region]);
    expect(
      find(world, '', { levels: ['region'], tags: [TAG], fonds: [FONDS], from: 1922, to: 1922 }),
    ).toEqual([region]);
    expect(find(world, '', { levels: ['document'], from: 1923 })).toEqual([]);
    world.journal.write([{ rec: unit(2), f: { dates: { written: '', edtf: '1950' } } }]);
    await world.settled();
    expect(find(world, '', { levels: ['document', 'region'], from: 1950, to: 1950 })).toEqual([
      document,
      region,
    ]);
    world.journal.write([{ rec: page, k: 'del' }]);
    await world.settled();
    expect(find(world, 'құлжабек')).toEqual([]);
    expect(await verify(world)).toMatchObject({ untrue: 0 });
  });

  it('finds by every text of a description', async () => {
    const world = await openWorld();
    world.journal.write([
      {
        rec: unit(1),
        f: {
          'scope/ru': 'О переселенцах',
          [`notes/${idOf(950)}`]: { text: 'Реставрирован', isPublic: true },
          [`otherTitles/${idOf(951)}`]: { language: 'kk', text: 'Көшіп келгендер' },
        },
      },
    ]);
    await world.settled();
    for (const text of ['переселенцах', 'реставрирован', 'көшіп келген'])
      expect(find(world, text)).toEqual([unit(1)]);
  });

  it('moves with its unit to another fonds, whatever the numbers', async () => {
    const world = await openWorld();
    const [fonds, inventory, document] = [idOf(910), idOf(911), idOf(912)];
    world.journal.write([
      { rec: fonds, t: 'fonds', k: 'new', f: { parent: null, number: { num: 5 } } },
      { rec: inventory, t: 'inventory', k: 'new', f: { parent: fonds, number: { num: 1 } } },
      { rec: document, t: 'document', k: 'new', f: { parent: unit(8), 'title/kk': 'Хат' } },
    ]);
    await world.settled();
    expect(find(world, 'хат', { fonds: [FONDS] })).toEqual([document]);
    world.journal.write([{ rec: unit(8), f: { parent: inventory } }]);
    await world.settled();
    expect(find(world, 'хат', { fonds: [FONDS] })).toEqual([]);
    expect(find(world, 'хат', { fonds: [fonds] })).toEqual([document]);
  });

  it('forgets the name of a tag that went into the bin since the index was stored', async () => {
    const world = await openWorld();
    expect(find(world, 'школа ')).toHaveLength(UNITS / 3);
    await world.stored();
    await world.engine.close();
    world.journal.write([{ rec: TAG, k: 'del' }]);
    await world.restart();
    await world.settled();
    expect(find(world, 'школа ')).toEqual([]);
    expect(await verify(world)).toMatchObject({ untrue: 0 });
  });
});
