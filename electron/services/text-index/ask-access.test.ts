/** What the access of a record or the bin refuses stands in no hit, count, facet or suggestion, however it came to be refused. */
import * as fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { expect, test } from 'vitest';
import { READER_GRANT } from '../../../shared/model/access.ts';
import { KAZAKH, LOST, openAskFixture } from './fixture-ask.ts';
import type { OwnAccess } from './page-facts.ts';

const ACCESS: readonly OwnAccess[] = [null, 'open', 'staff', 'closed'];
const WORDS = ['архив', 'мектеп', 'тәжірибе', 'міндет', 'ауыл'] as const;
const MISREAD: Readonly<Record<string, string>> = { тәжірибе: 'тэж1рибе', міндет: 'мшдет' };

const access = fc.constantFrom(...ACCESS);
const trees = fc.array(
  fc.record({
    access,
    isBinned: fc.boolean(),
    units: fc.array(
      fc.record({
        access,
        isBinned: fc.boolean(),
        pages: fc.array(
          fc.record({
            access,
            words: fc.array(fc.constantFrom(...WORDS), { maxLength: 4 }),
            isLost: fc.boolean(),
          }),
          { maxLength: 4 },
        ),
      }),
      { maxLength: 3 },
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

const QUERIES = ['архив', 'тәжірибе', 'архив | міндет', 'мектеп -ауыл', '"архив мектеп"', 'арх*', '-архив'];

test('a refused or binned page is as if it had never been', async () => {
  await fc.assert(
    fc.asyncProperty(trees, fc.constantFrom(...QUERIES), async (fonds, query) => {
      const suggest = { suggest: () => WORDS };
      const index = openAskFixture(suggest, { grant: READER_GRANT });
      const plain = openAskFixture(suggest);
      const later: (() => void)[] = [];
      for (const each of fonds) {
        const top = { id: newId(), t: 'fonds', parent: null };
        index.node('fonds', top);
        later.push(() => index.node('fonds', { ...top, access: each.access, deleted: each.isBinned }));
        for (const unit of each.units) {
          const own = { id: newId(), t: 'unit', parent: top.id };
          const document = { id: newId(), t: 'document', parent: own.id };
          index.node('unit', { ...own, access: unit.access });
          index.node('document', document);
          later.push(() => index.node('unit', { ...own, access: unit.access, deleted: unit.isBinned }));
          for (const page of unit.pages) {
            const { words, isLost } = page;
            const text = words.map((word) => (isLost ? (MISREAD[word] ?? word) : word)).join(' ');
            const more = { page: newId(), access: page.access, class: isLost ? LOST : KAZAKH };
            // The fonds is granted while pages come in, so that most of them are refused from above later on.
            index.node('fonds', { ...top, access: 'open' });
            index.pages([text], { under: document.id, ...more });
            const isShown =
              !each.isBinned &&
              !unit.isBinned &&
              (page.access ?? unit.access ?? each.access ?? 'staff') === 'open';
            if (!isShown) continue;
            plain.node('fonds', { ...top, access: each.access });
            plain.node('unit', { ...own, access: unit.access });
            plain.node('document', document);
            plain.pages([text], { under: document.id, ...more });
          }
        }
      }
      for (const change of later) change();
      const [found, expected] = await Promise.all(
        [index, plain].map((each) => each.ask(query, { facets: true, sort: 'newest', limit: 200 })),
      );
      const whereOf = (answer: typeof found) =>
        answer?.units
          .map(({ unit, pages, certain, hits }) => ({
            unit,
            pages,
            certain,
            hits: hits
              .map(({ page, tier, snippet }) => ({ page, tier, snippet }))
              .sort((a, b) => (a.page < b.page ? -1 : 1)),
          }))
          .sort((a, b) => (a.unit < b.unit ? -1 : 1));
      expect(whereOf(found)).toEqual(whereOf(expected));
      for (const part of ['total', 'facets', 'searched', 'suggestions'] as const)
        expect(found?.[part]).toEqual(expected?.[part]);
      index.store.close();
      plain.store.close();
    }),
    { numRuns: 60 },
  );
});
