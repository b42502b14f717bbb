/** What comes into the archive while a person types, written as an import or a reading job writes it: through the host's own calls. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import { NO_PAGE_FILTER } from '../../../electron/services/text-index/ask-filter.ts';
import type { Json } from '../../../shared/json.ts';
import { ordersAfter } from '../../../shared/model/order.ts';
import type { RecognisedText } from '../../../shared/model/record-types.ts';
import { must } from '../../../shared/must.ts';
import type { Services } from '../../../shared/rpc/contract.ts';
import { newRecord } from '../../../shared/sync/edits.ts';
import type { HostOrder } from './host.ts';

/** Pages of one change, as many as a thick document of an import has. */
const PAGES_AT_ONCE = 100;
const PAGES_OF_DOCUMENT = 500;
const LOOK_MS = 2;
const FOUND_MS = 10_000;

type Order<K extends HostOrder['kind']> = Extract<HostOrder, { kind: K }>;
export type Writing = {
  /** Pages with a reading each, whose ALTO files the vault holds already; answers milliseconds until all are in the journal. */
  readings(order: Order<'readings'>): Promise<number>;
  /** Of each of some texts typed on pages, milliseconds from the commit's call until the page is found by its own word. */
  searchable(order: Order<'searchable'>): Promise<number[]>;
};

export function createWriting(services: Services): Writing {
  async function write(t: string, fields: readonly Record<string, Json>[]): Promise<string> {
    const edits = fields.map((each) => newRecord(newId(), t, each));
    await services['journal.commit']({ id: newId(), command: 'record.create', edits });
    return edits[0]?.rec ?? '';
  }

  const makeDocument = (unit: string): Promise<string> => write('document', [{ parent: unit, order: 'a0' }]);

  async function find(text: string): Promise<void> {
    const end = performance.now() + FOUND_MS;
    for (;;) {
      const { total } = await services['finding.pages']({
        asker: 'bench',
        text,
        filter: { ...NO_PAGE_FILTER, certainty: 'certain' },
        sort: 'best',
        limit: 1,
        cursor: null,
        facets: false,
      });
      if (total.pages > 0) return;
      if (performance.now() > end) throw new Error(`${text} is not found`);
      await sleep(LOOK_MS);
    }
  }

  return {
    async readings({ texts, pages, unit }) {
      const readings = JSON.parse(readFileSync(texts, 'utf8')) as RecognisedText[];
      const orders = ordersAfter(null, PAGES_OF_DOCUMENT);
      const began = performance.now();
      let document = '';
      for (let from = 0; from < pages; from += PAGES_AT_ONCE) {
        if (from % PAGES_OF_DOCUMENT === 0) document = await makeDocument(unit);
        const some = Array.from({ length: Math.min(PAGES_AT_ONCE, pages - from) }, (_, at) => {
          const reading = must(readings[(from + at) % readings.length], 'there are readings');
          const no = (from + at) % PAGES_OF_DOCUMENT;
          return {
            parent: document,
            order: orders[no] ?? '',
            image: { sha256: reading.sha256, index: no },
            [`texts/${newId()}`]: reading,
          };
        });
        await write('page', some);
      }
      return performance.now() - began;
    },
    async searchable({ edits, unit }) {
      const document = await makeDocument(unit);
      const times: number[] = [];
      for (let i = 0; i < edits; i++) {
        const word = `сынақсөз${i}жаңа`;
        const [order = 'a0'] = ordersAfter(null, 1);
        const began = performance.now();
        await write('page', [{ parent: document, order, transcription: `Бұл бетте ${word} деп жазылған` }]);
        await find(word);
        times.push(performance.now() - began);
      }
      return times;
    },
  };
}
