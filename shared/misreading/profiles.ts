/**
 * Which confusion profile a page's engine has: one learned from people's corrections before one that is shipped, and where nobody knows the
 * engine all shipped ones at once. A term remembers the key of the engine, so a new profile weighs anew what is in the dictionary.
 */
import { createChannel, mergeChannels, type Channel } from './channel.ts';
import type { Profile } from './profile.ts';

export type Profiles = {
  /** The key of an engine as texts name it; `tesseract 5.5` and `tesseract 4.1` have one. */
  readonly keyOf: (engine: string) => string;
  /** What the engine with this key makes of letters; the same object until its profile changes. */
  readonly channelOf: (key: string) => Channel;
  /** Takes in a learned profile; `engine` is the key. An older one of the same engine goes. */
  learn(profile: Profile): void;
};

/** Products that are one engine under several names. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/tesseract/u, 'tesseract'],
  [/finereader|abbyy/u, 'finereader'],
];
const LONGEST_KEY = 60;

/** The key of an engine: its name in small letters without versions; empty when nobody says. */
export function engineKey(engine: string): string {
  const name = engine.normalize('NFC').toLowerCase();
  const family = FAMILIES.find(([pattern]) => pattern.test(name));
  if (family !== undefined) return family[1];
  return name
    .replaceAll(/[^\p{L}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_KEY);
}

export function createProfiles(shipped: readonly Profile[]): Profiles {
  const known = new Map(shipped.map((profile) => [profile.engine, createChannel(profile)]));
  const learned = new Map<string, Channel>();
  const unknown = mergeChannels([...known.values()]);
  return {
    keyOf: engineKey,
    channelOf: (key) => learned.get(key) ?? known.get(key) ?? unknown,
    learn(profile) {
      // What the engine does beside what was seen of it so far, its shipped profile says.
      const own = createChannel(profile);
      const before = known.get(profile.engine);
      learned.set(profile.engine, before === undefined ? own : mergeChannels([own, before]));
    },
  };
}
