/** Profiles that come with the program, and those learned from what people put right. */
import { describe, expect, test } from 'vitest';
import { plainPages } from '../../../shared/page-text/plain-pages.ts';
import { must } from '../../../shared/must.ts';
import { createLexicon } from '../../../shared/text/lexicon.ts';
import { createTermCorrector } from './correct-terms.ts';
import { correctedLines, createProfileKeeper, PAGES_FOR_PROFILE } from './learn-profiles.ts';
import { openProfiles, shippedProfiles } from './shipped-profiles.ts';
import { openTextStore, type TextStore } from './store.ts';

const ENGINE = 'Odd Reader 2.1';
const UNDER = '01900000-0000-7000-8000-000000000000';
/** An engine that no profile knows: it reads қ as ж. */
const PAIRS = [
  { read: 'жарар жабылданды', correct: 'қарар қабылданды' },
  { read: 'ауылдыж жырман', correct: 'ауылдық қырман' },
];

function idOf(no: number): string {
  return `01910000-0000-7000-8000-${String(no).padStart(12, '0')}`;
}

function put(store: TextStore, no: number): number {
  store.put([{ page: idOf(no), under: UNDER, text: 'жырман', kind: 'read', sure: 0.5, engine: ENGINE }]);
  return must(store.pageOf(idOf(no)), 'it was put in');
}

function workOff(step: () => boolean): number {
  let steps = 0;
  while (step()) steps++;
  return steps;
}

describe('profiles that come with the program', () => {
  test('can be read, say of which engine they are, and know that Kazakh letters are lost', () => {
    const profiles = shippedProfiles();
    expect(profiles.map(({ id }) => id)).toEqual(['russian-scan', 'tesseract-rus']);
    for (const { engine, words, blocks } of profiles) {
      expect(engine).not.toBe('');
      expect(words).toBeGreaterThan(50);
      expect(blocks['қ']).toBeDefined();
    }
  });

  test('are used for their engines, and all at once for one that nobody knows', () => {
    const { channelOf, keyOf } = openProfiles();
    expect(channelOf(keyOf('tesseract 5.5'))).not.toBe(channelOf(keyOf('ABBYY FineReader 10')));
    // Tesseract leaves the і of ді out, the other engine writes a 1 there.
    const dropped = channelOf('tesseract').cost('белгіледі', 'белгілед', 2);
    expect(dropped).toBeLessThan(channelOf('finereader').cost('белгіледі', 'белгілед', 2));
    expect(channelOf('').cost('белгіледі', 'белгілед', 2)).toBe(dropped);
  });
});

describe('learning from corrections', () => {
  test('the lines that a person put right are told, and no others', () => {
    const page = must(plainPages('жарар жабылданды\nкелесі жиналыс')[0], 'a text has a page');
    expect(correctedLines(page, new Map([['b1l1', 'қарар қабылданды']]))).toEqual([
      { read: 'жарар жабылданды', correct: 'қарар қабылданды' },
    ]);
    expect(correctedLines(page, new Map())).toEqual([]);
    expect(correctedLines(page, new Map([['b1l1', '']]))).toEqual([]);
  });

  test('twenty pages of an engine make its profile, which stays and is made better by more', () => {
    const store = openTextStore(':memory:', { profileOf: openProfiles().keyOf });
    const profiles = openProfiles();
    const keeper = createProfileKeeper(store.db, profiles);
    const key = profiles.keyOf(ENGINE);
    const cost = (known = profiles) => known.channelOf(key).cost('қырман', 'жырман', 2);
    const before = cost();
    for (let no = 1; no < PAGES_FOR_PROFILE; no++) keeper.keep(put(store, no), ENGINE, PAIRS);
    expect(workOff(keeper.step)).toBe(0);
    expect(cost()).toBe(before);
    keeper.keep(put(store, PAGES_FOR_PROFILE), 'odd reader 3', PAIRS);
    expect(workOff(keeper.step)).toBeGreaterThan(PAGES_FOR_PROFILE);
    expect(cost()).toBeLessThan(before / 2);
    expect(profiles.channelOf('another').cost('қырман', 'жырман', 2)).toBe(before);
    // One more page is no reason to learn anew; and the next start knows the profile.
    keeper.keep(put(store, 99), ENGINE, PAIRS);
    expect(workOff(keeper.step)).toBe(0);
    const later = openProfiles();
    createProfileKeeper(store.db, later);
    expect(cost(later)).toBe(cost());
    store.close();
  });

  test('corrections that were taken back, and pages that are gone, count no more', () => {
    const store = openTextStore(':memory:');
    const keeper = createProfileKeeper(store.db, openProfiles());
    const kept = () => store.db.prepare<{ n: number }>('SELECT count(*) AS n FROM correction').get()?.n;
    const [one, two] = [put(store, 1), put(store, 2)];
    keeper.keep(one, ENGINE, PAIRS);
    keeper.keep(two, ENGINE, PAIRS);
    keeper.keep(one, ENGINE, []);
    expect(kept()).toBe(1);
    store.remove([idOf(2)]);
    expect(kept()).toBe(0);
    keeper.keep(put(store, 3), '', PAIRS);
    expect(kept()).toBe(0);
    store.close();
  });

  test('a damaged profile is learned anew, not believed', () => {
    const store = openTextStore(':memory:');
    store.db
      .prepare("INSERT INTO profile (id, json) VALUES ('tesseract', '{\"blocks\":'), ('x', '[]')")
      .run();
    const profiles = openProfiles();
    const before = profiles.channelOf('tesseract');
    createProfileKeeper(store.db, profiles);
    expect(profiles.channelOf('tesseract')).toBe(before);
    store.close();
  });
});

describe('what suspect terms most likely are', () => {
  const lexicon = createLexicon(new Uint8Array());
  lexicon.add(['қырман', 'бригадир']);
  const words = { ...lexicon, has: (exact: string) => lexicon.has(exact) };

  test('is looked up once, and again when the profile of their engine has changed', () => {
    const profiles = openProfiles();
    const store = openTextStore(':memory:', { profileOf: profiles.keyOf });
    const row = put(store, 1);
    const read = () => store.db.prepare('SELECT term, corrected FROM suspect').all();
    const corrector = createTermCorrector(store.db, profiles, words);
    expect(workOff(corrector.step)).toBe(1);
    expect(read()).toEqual([{ term: 'жырман', corrected: '' }]);
    const keeper = createProfileKeeper(store.db, profiles);
    for (let no = 2; no < PAGES_FOR_PROFILE + 2; no++) keeper.keep(put(store, no), ENGINE, PAIRS);
    expect(row).toBe(1);
    workOff(keeper.step);
    workOff(corrector.step);
    expect(read()).toEqual([{ term: 'жырман', corrected: 'қырман' }]);
    store.close();
  });

  test('without a lexicon nothing is looked up', () => {
    const profiles = openProfiles();
    const store = openTextStore(':memory:', { profileOf: profiles.keyOf });
    put(store, 1);
    expect(createTermCorrector(store.db, profiles, createLexicon(new Uint8Array())).step()).toBe(false);
    store.close();
  });
});
