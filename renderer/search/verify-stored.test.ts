/** What lies stored as a program with a bug would have left it is found, and made good. */
import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { must } from '../../shared/must.ts';
import type { SearchWorld } from '../../test/fixtures/search-world.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { crc32 } from '../../shared/crc32.ts';
import { closeWorlds } from './fixture-engine.ts';
import { openThirtyUnits, verify } from './fixture-thirty-units.ts';

afterEach(closeWorlds);

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
      const world = await openThirtyUnits();
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
});
