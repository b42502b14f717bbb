/** The engines over the same units, each as its users get it: ours by its analyser, the others by their own way of cutting words. */
import { Index } from 'flexsearch';
import MiniSearch from 'minisearch';
import { statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { codeOrder } from '../../../renderer/search/code-order.ts';
import { runsOfEntry } from '../../../renderer/search/entry.ts';
import { codeOfType } from '../../../renderer/search/indexed-types.ts';
import { createSearcher } from '../../../renderer/search/query.ts';
import { createSlotIndex } from '../../../renderer/search/slot-index.ts';
import { yearsOf } from '../../../renderer/search/years.ts';
import { synonymTableOf } from '../../../shared/query/synonym-groups.ts';
import { plainText, type RacedUnit, type UnitQuery } from './units-archive.ts';

export type UnitEngine = {
  add(units: readonly RacedUnit[]): void;
  /** The best fifty and how many there are. */
  ask(query: UnitQuery): number;
  /** Whether the wanted unit is anywhere in the answer. */
  has(query: UnitQuery): boolean;
  /** MiB on the disk. */
  fileMib(): number | null;
  close(): void;
};

const LIMIT = 50;
const ALL = 2_000_000;
const MIB = 2 ** 20;

export const UNIT_ENGINES = {
  ours: openOurs,
  fts5: openFts5,
  minisearch: openMiniSearch,
  flexsearch: openFlexSearch,
} as const satisfies Readonly<Record<string, (folder: string) => UnitEngine>>;
export type UnitEngineName = keyof typeof UNIT_ENGINES;

function openOurs(): UnitEngine {
  const index = createSlotIndex();
  const searcher = createSearcher(index);
  const synonyms = synonymTableOf([]);
  const type = codeOfType('unit') ?? 0;
  return {
    add(units) {
      for (const { id, fields, ...code } of units) {
        index.put({
          id,
          t: 'unit',
          runs: runsOfEntry('unit', fields, code, () => []),
          inherited: 0,
          fonds: null,
          years: yearsOf(fields),
          languages: [],
          status: null,
          order: codeOrder(type, code),
          tags: [],
          above: [],
          changed: 0,
        });
      }
    },
    ask: ({ text }) => searcher.search(text, LIMIT, { synonyms }).total,
    has: ({ text, wanted }) => searcher.search(text, ALL, { synonyms }).hits.some(({ id }) => id === wanted),
    fileMib: () => null,
    close: () => undefined,
  };
}

function openFts5(folder: string): UnitEngine {
  const file = path.join(folder, 'units.db');
  const db = new DatabaseSync(file);
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    CREATE VIRTUAL TABLE units USING fts5(words, content = '', tokenize = unicode61)`);
  const count = db.prepare('SELECT count(*) AS total FROM units WHERE units MATCH ?');
  const ranked = db.prepare('SELECT rowid FROM units WHERE units MATCH ? ORDER BY rank LIMIT ?');
  const all = db.prepare('SELECT rowid FROM units WHERE units MATCH ?');
  const rows = new Map<string, number>();
  return {
    add(units) {
      const insert = db.prepare('INSERT INTO units (rowid, words) VALUES (?, ?)');
      db.exec('BEGIN');
      for (const [i, unit] of units.entries()) {
        insert.run(i + 1, plainText(unit));
        if (unit.id.startsWith('planted')) rows.set(unit.id, i + 1);
      }
      db.exec("COMMIT; INSERT INTO units (units) VALUES ('optimize'); PRAGMA wal_checkpoint(TRUNCATE)");
    },
    ask(query) {
      const expression = fts5Expression(query);
      ranked.all(expression, LIMIT);
      return Number(count.get(expression)?.['total'] ?? 0);
    },
    has: (query) => all.all(fts5Expression(query)).some(({ rowid }) => rowid === rows.get(query.wanted)),
    fileMib: () => statSync(file).size / MIB,
    close: () => db.close(),
  };
}

function openMiniSearch(): UnitEngine {
  const index = new MiniSearch<{ id: string; text: string }>({ fields: ['text'] });
  const search = ({ text, kind }: UnitQuery) =>
    index.search(plain(text), {
      combineWith: 'AND',
      prefix: kind === 'beginnings',
      fuzzy: kind === 'slips' ? 0.2 : false,
    });
  return {
    add: (units) => index.addAll(units.map((unit) => ({ id: unit.id, text: plainText(unit) }))),
    ask: (query) => search(query).length,
    has: (query) => search(query).some(({ id }) => id === query.wanted),
    fileMib: () => null,
    close: () => undefined,
  };
}

function openFlexSearch(): UnitEngine {
  const index = new Index();
  const rows = new Map<string, number>();
  const search = ({ text }: UnitQuery) => index.search(plain(text), { limit: ALL });
  return {
    add(units) {
      for (const [i, unit] of units.entries()) {
        index.add(i, plainText(unit));
        if (unit.id.startsWith('planted')) rows.set(unit.id, i);
      }
    },
    ask: (query) => search(query).length,
    has: (query) => search(query).includes(rows.get(query.wanted) ?? -1),
    fileMib: () => null,
    close: () => undefined,
  };
}

/** Every word, a phrase as a phrase, a beginning as one. */
function fts5Expression({ text }: UnitQuery): string {
  if (text.startsWith('"')) return text;
  return text
    .split(/\s+/u)
    .map((word) => (word.endsWith('*') ? `"${word.slice(0, -1)}"*` : `"${word}"`))
    .join(' ');
}

function plain(text: string): string {
  return text.replaceAll(/["*]/gu, '');
}
