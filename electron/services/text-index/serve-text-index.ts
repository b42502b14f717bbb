/** The thread's side of the page-text index: calls in, the index below. */
import type { Port } from '../../../node/calls/port.ts';
import { serveCalls } from '../../../node/calls/serve.ts';
import { createPlacedTextReader } from './boxes-source.ts';
import { openFillLoop } from './fill-loop.ts';
import { lostPages } from './lost-pages.ts';
import { createHostAsks } from './host-asks.ts';
import type { TextIndexCalls, TextIndexData, TextIndexEvents } from './text-index-calls.ts';
import { serveAsking } from './serve-asking.ts';
import { readLexicon } from './read-lexicon.ts';
import { openProfiles } from './shipped-profiles.ts';
import { createTeller } from './teller.ts';

/** The host looks into its vault; a PDF of hundreds of pages is read by a child. */
const LOCATE_MS = 30_000;
const OWN_TEXTS_MS = 5 * 60_000;
/** Some gigabytes of a slow disk. */
const CHECK_MS = 60 * 60_000;

/** Opens the index and serves it over `port` until `close`. */
export function serveTextIndex(port: Port, data: TextIndexData): void {
  const places = createHostAsks<string>(LOCATE_MS);
  const ownTexts = createHostAsks<readonly (string | null)[]>(OWN_TEXTS_MS);
  const checks = createHostAsks<boolean>(CHECK_MS);
  const locate = (sha256: string): Promise<string | null> =>
    places.ask((no) => tell('locate', { no, sha256 }));
  const lexicon = readLexicon(data.program);
  const profiles = openProfiles();
  const loop = openFillLoop({
    data,
    storeDeps: { lexicon, profileOf: (engine) => profiles.keyOf(engine) },
    learning: { profiles, lexicon },
    locate,
    askOwnTexts: (sha256, indexes) => ownTexts.ask((no) => tell('ownTexts', { no, sha256, indexes })),
    check: () => checks.ask((no) => tell('check', { no })),
    onProgress: () => teller.note(),
    report: (what, error) =>
      tell('trouble', { what, message: error instanceof Error ? (error.stack ?? error.message) : '' }),
  });
  const teller = createTeller(() => tell('changed', loop.status()));

  const calls: TextIndexCalls = {
    ...serveAsking(loop, createPlacedTextReader({ ...data, locate }), {
      lexicon,
      channelOf: (key) => profiles.channelOf(key),
    }),
    filesCame: () => {
      loop.follow(true);
      return null;
    },
    follow: () => {
      loop.follow();
      return null;
    },
    hold: (hold) => {
      loop.hold(hold);
      return null;
    },
    status: async () => {
      await loop.opened;
      return loop.status();
    },
    rebuild: async () => {
      loop.rebuild();
      return null;
    },
    lostPages: () => loop.ask(lostPages),
    located: ({ no, path }) => {
      places.answer(no, path);
      return null;
    },
    ownTexts: ({ no, texts }) => {
      ownTexts.answer(no, texts);
      return null;
    },
    checked: ({ no, isSound }) => {
      checks.answer(no, isSound);
      return null;
    },
    close: async () => {
      teller.close();
      checks.close();
      places.close();
      ownTexts.close();
      await loop.close();
      return null;
    },
  };
  const send = serveCalls(port, calls);

  function tell<E extends keyof TextIndexEvents>(event: E, value: TextIndexEvents[E]): void {
    send(event, value);
  }
}
