/** The index of page texts of the product, filled with the pages of a file and asked without a window. */
import { createAsker, type Asker } from '../../../electron/services/text-index/ask.ts';
import { readLexicon } from '../../../electron/services/text-index/read-lexicon.ts';
import { isGated, readFacts } from '../../../electron/services/text-index/page-facts.ts';
import { openProfiles } from '../../../electron/services/text-index/shipped-profiles.ts';
import { openTextStore, type TextStore } from '../../../electron/services/text-index/store.ts';
import { createChannel, type Channel } from '../../../shared/misreading/channel.ts';
import type { Profile } from '../../../shared/misreading/profile.ts';
import path from 'node:path';
import type { CorpusPage } from './read-tsv.ts';
import type { Found } from './score.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const UNDER = '01900000-0000-7000-8000-000000000000';
const AT_ONCE = 200;

export type FilledIndex = {
  readonly store: TextStore;
  /** Pages that the classifier takes for badly read ones. */
  readonly gated: ReadonlySet<string>;
  readonly fillSeconds: number;
  /** The best pages first, with the milliseconds that it took. */
  ask(query: string): Promise<{ found: Found[]; ms: number }>;
  close(): void;
};

/**
 * Takes all pages for texts that a machine read; nobody says which engine it was. `profile` null: by what the program brings.
 * `file` may be `:memory:`.
 */
export function fillIndex(
  pages: readonly CorpusPage[],
  { profile, file = ':memory:' }: { readonly profile: Profile | null; readonly file?: string },
): FilledIndex {
  const store = openTextStore(file, { lexicon: readLexicon(ROOT) });
  const began = performance.now();
  for (let at = 0; at < pages.length; at += AT_ONCE) {
    const some = pages.slice(at, at + AT_ONCE);
    store.batch(() =>
      store.put(
        some.map(({ text }, i) => ({
          page: idOf(at + i),
          under: UNDER,
          text,
          kind: 'read' as const,
          sure: null,
          engine: null,
        })),
      ),
    );
  }
  const fillSeconds = (performance.now() - began) / 1000;
  const channelOf = profile === null ? openProfiles().channelOf : learned(profile);
  const asker: Asker = createAsker(store, { channelOf });
  return {
    store,
    gated: gatedIn(store, pages),
    fillSeconds,
    async ask(query) {
      const asked = performance.now();
      const { hits } = await asker.ask({ text: query });
      const ms = performance.now() - asked;
      const found = hits.map(({ page, tier }) => ({ id: pages[numberOf(page)]?.id ?? '', tier }));
      return { found, ms };
    },
    close: () => store.close(),
  };
}

function learned(profile: Profile): () => Channel {
  const channel = createChannel(profile);
  return () => channel;
}

function gatedIn(store: TextStore, pages: readonly CorpusPage[]): Set<string> {
  return new Set(
    pages.flatMap(({ id }, i) => {
      const row = store.pageOf(idOf(i));
      return row !== null && isGated(readFacts(store.pages.factsOf(row))) ? [id] : [];
    }),
  );
}

function idOf(no: number): string {
  return `01910000-0000-7000-8000-${String(no).padStart(12, '0')}`;
}

function numberOf(id: string): number {
  return Number(id.slice(-12));
}
