/** One engine over the units, in a process of its own, so that its memory is its own: fed, weighed, asked. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { p50p95, round } from '../figures.ts';
import { racedUnits, UNIT_QUERY_KINDS, unitQueries } from './units-archive.ts';
import { UNIT_ENGINES, type UnitEngineName } from './units-engines.ts';

export type UnitOrder = {
  readonly engine: UnitEngineName;
  readonly units: number;
  readonly seed: number;
  readonly repeats: number;
};

export type UnitFigures = {
  readonly buildS: number;
  /** The heap with its buffers after a collection, and what the process grew by. */
  readonly heapMib: number;
  readonly residentMib: number;
  readonly fileMib: number | null;
  readonly queryMs: ReturnType<typeof p50p95>;
  readonly byKind: Readonly<
    Record<string, { readonly ms: ReturnType<typeof p50p95>; readonly found: string | null }>
  >;
  /** What it did not find. */
  readonly missed: readonly string[];
};

const MIB = 2 ** 20;

function run({ engine: name, units: count, seed, repeats }: UnitOrder): UnitFigures {
  const folder = mkdtempSync(path.join(tmpdir(), `qoima-bench-units-${name}-`));
  try {
    const queries = unitQueries();
    const before = weigh();
    const engine = UNIT_ENGINES[name](folder);
    const buildMs = build(engine, count, seed);
    const after = weigh();
    const times = new Map(UNIT_QUERY_KINDS.map((kind) => [kind, [] as number[]]));
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (const query of queries) {
        const began = performance.now();
        engine.ask(query);
        times.get(query.kind)?.push(performance.now() - began);
      }
    }
    const wanted = queries.filter((query) => query.wanted !== '');
    const found = new Set(wanted.filter((query) => engine.has(query)));
    const fileMib = engine.fileMib();
    engine.close();
    const foundOf = (kind: string): string | null => {
      const own = wanted.filter((query) => query.kind === kind);
      return own.length === 0 ? null : `${own.filter((query) => found.has(query)).length} of ${own.length}`;
    };
    return {
      buildS: round(buildMs / 1000),
      heapMib: round(after.heap - before.heap),
      residentMib: round(after.resident - before.resident),
      fileMib: fileMib === null ? null : round(fileMib),
      queryMs: p50p95([...times.values()].flat()),
      byKind: Object.fromEntries(
        UNIT_QUERY_KINDS.map((kind) => [kind, { ms: p50p95(times.get(kind) ?? []), found: foundOf(kind) }]),
      ),
      missed: wanted.filter((query) => !found.has(query)).map(({ kind, text }) => `${kind}: ${text}`),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The units themselves are let go before memory is weighed. */
function build(
  engine: ReturnType<(typeof UNIT_ENGINES)[UnitEngineName]>,
  count: number,
  seed: number,
): number {
  const units = racedUnits(count, seed);
  const began = performance.now();
  engine.add(units);
  return performance.now() - began;
}

function weigh(): { heap: number; resident: number } {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: (heapUsed + external) / MIB, resident: rss / MIB };
}

process.once('message', (order) => {
  process.send?.(run(order as UnitOrder), () => process.exit(0));
});
