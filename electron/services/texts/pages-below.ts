/** From the records that somebody named, of any level, to their pages: unit by unit, so that an archive's pages are never all in memory. */
import { readAsOf } from '../../../shared/model/read-as.ts';
import { parentOf, type Values } from '../../../shared/model/record-values.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import type { Journal } from '../journal/journal.ts';

type Reads = Pick<Journal, 'state' | 'pages' | 'below'>;

/** What is looked up whole; above it, what hangs below is looked for. */
const HOLDERS: ReadonlySet<string> = new Set(['document', 'volume', 'unit']);
const ABOVE: ReadonlySet<string> = new Set(['fonds', 'section', 'inventory', 'heading']);
const AT_ONCE = 200;

/** The pages of the records named, those of one unit or document at a time; each page once, none that lies in the bin. */
export async function* pagesBelow(journal: Reads, of: readonly RecordId[]): AsyncGenerator<RecordView[]> {
  const seen = new Set<RecordId>();
  const fresh = (views: readonly RecordView[]) =>
    views.filter((view) => !view.deleted && !seen.has(view.id) && seen.add(view.id) !== undefined);
  for await (const holder of holdersBelow(journal, of)) {
    const views =
      'page' in holder ? [holder.page] : (await journal.pages({ parent: holder.id })).states.map(viewOf);
    const pages = fresh(views);
    if (pages.length > 0) yield pages;
  }
}

type Holder = { readonly id: RecordId } | { readonly page: RecordView };

async function* holdersBelow(journal: Reads, of: readonly RecordId[]): AsyncGenerator<Holder> {
  for (const slice of inSlices(of)) {
    for (const state of await journal.state([...slice])) {
      const named = viewOf(state);
      if (named.deleted) continue;
      if (named.t === 'page') yield { page: named };
      else if (HOLDERS.has(named.t)) yield { id: named.id };
      else if (ABOVE.has(named.t)) yield* descend(journal, named.id);
    }
  }
}

/** Level by level; two stations can hang two records under each other, so each is gone into once. */
async function* descend(journal: Reads, top: RecordId): AsyncGenerator<Holder> {
  const seen = new Set([top]);
  let level: RecordId[] = [top];
  while (level.length > 0) {
    const next: RecordId[] = [];
    for (const slice of inSlices(level)) {
      for (const { id, t } of await journal.below([...slice])) {
        if (seen.has(id)) continue;
        seen.add(id);
        if (HOLDERS.has(t)) yield { id };
        else if (ABOVE.has(t)) next.push(id);
      }
    }
    level = next;
  }
}

function* inSlices(ids: readonly RecordId[]): Generator<readonly RecordId[]> {
  for (let at = 0; at < ids.length; at += AT_ONCE) yield ids.slice(at, at + AT_ONCE);
}

/** A record above a page, as far as that is of use here. */
type Upper = { readonly id: RecordId; readonly values: Values; readonly isBinned: boolean };

export type Above = {
  /** The record and those above it, the nearest first. */
  chain(id: RecordId | null): Promise<Upper[]>;
  /** In what the pages below it are read; null when nobody says. */
  readAs(id: RecordId | null): Promise<readonly string[] | null>;
};

/** Deeper than the levels go. */
const MAX_DEPTH = 12;
const REMEMBERED = 5000;

/** Looks upwards, and remembers what it saw: thousands of pages have the same records above them. Of one job or call. */
export function createAbove(journal: Pick<Journal, 'state'>): Above {
  const known = new Map<RecordId, Upper | null>();

  async function read(id: RecordId): Promise<Upper | null> {
    const before = known.get(id);
    if (before !== undefined) return before;
    const [state] = await journal.state([id]);
    const view = state === undefined ? null : viewOf(state);
    const upper = view === null ? null : { id, values: view.values, isBinned: view.deleted };
    if (known.size >= REMEMBERED) known.clear();
    known.set(id, upper);
    return upper;
  }

  async function chain(id: RecordId | null): Promise<Upper[]> {
    const found: Upper[] = [];
    let next = id;
    while (next !== null && found.length < MAX_DEPTH) {
      const upper = await read(next);
      if (upper === null) break;
      found.push(upper);
      next = parentOf(upper.values);
    }
    return found;
  }

  return { chain, readAs: async (id) => readAsOf(await chain(id))?.models ?? null };
}
