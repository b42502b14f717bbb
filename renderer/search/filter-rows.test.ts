import 'fake-indexeddb/auto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  accessSetOn,
  effectiveAccess,
  mayBeFound,
  READER_GRANT,
  STAFF_GRANT,
  type Grant,
} from '../../shared/model/access.ts';
import { membersOf, tagsOf } from '../../shared/model/record-values.ts';
import { viewOf, type RecordView } from '../../shared/sync/view.ts';
import { createMemoryJournal, type MemoryJournal } from '../../test/fixtures/memory-journal.ts';
import { openSearchWorld } from '../../test/fixtures/search-world.ts';
import { isEmptyFilter, type Filter } from './filter.ts';
import { PLAIN } from './search.ts';

const idOf = (no: number): string => `0190d000-0000-7000-8000-${String(no).padStart(12, '0')}`;
const TAGS = [idOf(1), idOf(2)];
const TYPES = ['fonds', 'fonds', 'inventory', 'unit', 'unit', 'document'];
const RECORDS = TYPES.map((t, i) => ({ id: idOf(100 + i), t, i }));
const FONDS = RECORDS.filter(({ t }) => t === 'fonds').map(({ id }) => id);

const record = fc.constantFrom(...RECORDS);
const LANGUAGES = ['kaz', 'rus'];
const YEARS = ['1921', '1924', '1921/1930', '193X', null];
/** A record hangs under one before it in the list, so that there are no loops. */
const move = record.chain(({ id, t, i }) =>
  fc
    .option(fc.constantFrom(...RECORDS.slice(0, Math.max(1, i))), { freq: 8 })
    .map((parent) => ({ rec: id, t, f: { parent: i === 0 ? null : (parent?.id ?? null) } })),
);
const act = fc.oneof(
  { weight: 3, arbitrary: move },
  fc
    .tuple(record, fc.constantFrom(...YEARS))
    .map(([{ id, t }, edtf]) => ({ rec: id, t, f: { dates: edtf === null ? null : { written: '', edtf } } })),
  fc
    .tuple(record, fc.constantFrom(...TAGS), fc.boolean())
    .map(([{ id, t }, tag, on]) => ({ rec: id, t, f: { [`tags/${tag}`]: on } })),
  fc
    .tuple(record, fc.constantFrom(...LANGUAGES), fc.boolean())
    .map(([{ id, t }, language, on]) => ({ rec: id, t, f: { [`languages/${language}`]: on } })),
  fc
    .tuple(record, fc.constantFrom('open', 'closed', 'of a newer program', null))
    .map(([{ id, t }, access]) => ({ rec: id, t, f: { access } })),
  fc.tuple(record, fc.boolean()).map(([{ id, t }, on]) => ({ rec: id, t, k: on ? 'del' : 'undel' }) as const),
  fc.constantFrom('restart' as const, 'store and restart' as const),
  // What is followed on from is another state each time.
  { weight: 3, arbitrary: fc.constant('settle' as const) },
);
const year = fc.option(fc.integer({ min: 1919, max: 1941 }));
const filter: fc.Arbitrary<Filter> = fc
  .record({
    levels: fc.subarray(['fonds', 'inventory', 'unit', 'document'], { maxLength: 3 }),
    fonds: fc.subarray(FONDS),
    tags: fc.subarray(TAGS),
    from: year,
    to: year,
    languages: fc.subarray(LANGUAGES),
    within: fc.option(fc.constantFrom(...RECORDS.map(({ id }) => id)), { freq: 2 }),
  })
  .filter((each) => !isEmptyFilter(each));

/** First and last year of what the acts write. */
function yearsOf({ values }: RecordView): [number, number] | null {
  const edtf = (values['dates'] as { edtf: string } | null | undefined)?.edtf;
  if (edtf === undefined) return null;
  if (edtf === '193X') return [1930, 1939];
  const [from = '', to = from] = edtf.split('/');
  return [Number(from), Number(to)];
}

/** A record and all above it, from itself upwards. */
function wayOf(views: ReadonlyMap<string, RecordView>, view: RecordView): RecordView[] {
  const way: RecordView[] = [];
  for (let next: RecordView | undefined = view; next !== undefined;) {
    way.push(next);
    const parent: unknown = next.t === 'fonds' ? null : next.values['parent'];
    next = typeof parent === 'string' ? views.get(parent) : undefined;
  }
  return way;
}

function isInYears(way: readonly RecordView[], { from, to }: Filter): boolean {
  if (from === null && to === null) return true;
  // A document without dates of its own has those of what it lies in.
  const dated = way.find((each) => each.t !== 'document' || yearsOf(each));
  const years = dated === undefined ? null : yearsOf(dated);
  return years !== null && years[0] <= (to ?? Infinity) && years[1] >= (from ?? -Infinity);
}

/** A document without languages of its own has those of what it lies in. */
function isIn(way: readonly RecordView[], languages: readonly string[]): boolean {
  const own = (each: RecordView | undefined) => membersOf(each?.values ?? {}, 'languages');
  const spoken = way.find((each) => each.t !== 'document' || own(each).length > 0);
  return languages.length === 0 || own(spoken).some((language) => languages.includes(language));
}

/** By looking at every record of the journal, and at all above it. */
function scan(journal: MemoryJournal, filter: Filter, grant: Grant): string[] {
  const { levels, fonds, tags, within } = filter;
  const views = new Map(journal.states().map((state) => [state.id, viewOf(state)]));
  const passes = (view: RecordView): boolean => {
    const way = wayOf(views, view);
    const placed = way.find((each) => each.t === 'fonds')?.id ?? '';
    return (
      !way.some((each) => each.deleted) &&
      mayBeFound(effectiveAccess(way.map(({ values }) => accessSetOn(values))), grant) &&
      (levels.length === 0 || levels.includes(view.t)) &&
      (fonds.length === 0 || fonds.includes(placed)) &&
      tags.every((tag) => tagsOf(view.values).includes(tag)) &&
      isInYears(way, filter) &&
      isIn(way, filter.languages) &&
      (within === null || way.some((each) => each.id === within))
    );
  };
  return RECORDS.flatMap(({ id }) => views.get(id) ?? [])
    .filter(passes)
    .map(({ id }) => id)
    .sort();
}

it('filters find what a look at every record finds, after any sequence of writes and restarts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 5, maxLength: 40 }),
      fc.array(filter, { minLength: 8, maxLength: 8 }),
      fc.constantFrom(STAFF_GRANT, READER_GRANT),
      async (acts, filters, grant) => {
        const journal = createMemoryJournal();
        // All of one number, so that a move changes no code.
        journal.write(
          RECORDS.map(({ id, t, i }) => ({
            rec: id,
            t,
            k: 'new',
            f: { number: { num: 1 }, parent: i < 2 ? null : idOf(100 + (i < 3 ? 0 : i < 5 ? 2 : 4)) },
          })),
        );
        const world = await openSearchWorld(journal, Date.now, grant);
        try {
          await world.settled();
          for (const each of acts) {
            if (typeof each === 'object') journal.write([each]);
            else {
              await world.settled();
              if (each === 'store and restart') await world.stored();
              if (each !== 'settle') await world.restart();
            }
          }
          await world.settled();
          for (const asked of filters) {
            const { hits, total } = world.engine.search({
              ...PLAIN,
              text: '',
              limit: 100,
              filter: asked,
              facets: true,
            });
            expect({ asked, found: hits.map(({ id }) => id).sort() }).toEqual({
              asked,
              found: scan(journal, asked, grant),
            });
            expect(total).toBe(hits.length);
          }
        } finally {
          await world.close();
        }
      },
    ),
    { numRuns: 90 },
  );
}, 60_000);
