/** One engine in a worker of its own: takes the entries from the copy of the catalogue as the product's worker does. */
import '../../../../renderer/search/strict-zod.ts';
import { openGeneration } from '../../../../renderer/db/generations.ts';
import { createIndexer } from '../../../../renderer/search/indexer.ts';
import { wordsIn } from '../../../../renderer/search/runs.ts';
import { createSlotIndex, type Entry } from '../../../../renderer/search/slot-index.ts';
import { ENGINES, type Engine, type EngineName } from './engines.ts';

export type Order =
  | { readonly kind: 'read'; readonly archive: string; readonly generation: number }
  | { readonly kind: 'build'; readonly engine: EngineName }
  | { readonly kind: 'forget' }
  | { readonly kind: 'entries'; readonly from: number; readonly count: number }
  | {
      readonly kind: 'query';
      readonly texts: readonly string[];
      readonly repeats: number;
      readonly limit: number;
    };

export type Times = {
  readonly ms: readonly number[];
  readonly totals: readonly number[];
  readonly shown: readonly number[];
};

let entries: Entry[] = [];
let engine: Engine | null = null;

const orders: { [K in Order['kind']]: (order: Extract<Order, { kind: K }>) => unknown } = {
  async read({ archive, generation }) {
    const opened = await openGeneration(archive, generation);
    if (!opened.ok) throw new Error(opened.code);
    const began = performance.now();
    const index = createSlotIndex();
    index.put = (entry) => void entries.push(entry);
    await createIndexer(opened.value, index).build(() => undefined);
    opened.value.close();
    return { count: entries.length, ms: performance.now() - began };
  },
  build({ engine: name }) {
    const began = performance.now();
    engine = ENGINES[name]();
    engine.add(entries);
    return performance.now() - began;
  },
  /** So that memory is the engine's alone. */
  forget() {
    entries = [];
    return null;
  },
  entries: ({ from, count }) => entries.slice(from, from + count).map(({ runs }) => wordsIn(runs).join(' ')),
  query({ texts, repeats, limit }): Times {
    const [ms, totals, shown]: [number[], number[], number[]] = [[], [], []];
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (const text of texts) {
        const began = performance.now();
        const found = engine?.search(text, limit);
        ms.push(performance.now() - began);
        if (repeat > 0) continue;
        totals.push(found?.total ?? 0);
        shown.push(found?.shown ?? 0);
      }
    }
    return { ms, totals, shown };
  },
};

const port = self as unknown as {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<Order>) => void): void;
};

port.addEventListener('message', ({ data }) => {
  const run = orders[data.kind] as (order: Order) => unknown;
  Promise.resolve()
    .then(() => run(data))
    .then((value) => port.postMessage({ value }))
    .catch((error: unknown) => port.postMessage({ error: String(error) }));
});
