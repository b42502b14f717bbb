/**
 * Cuts text into the words that are indexed and asked for; the same for both, so a change of it means a new version and
 * an index built anew.
 *
 * A word is a run of letters and digits of any script with the marks on them, in NFC and small letters. `й` and `ё` stay as
 * they are, and so do the Kazakh letters: folding comes on top of this. A hyphen parts words (`ЮНЕСКО-ның` gives two); an apostrophe
 * inside a word is dropped (`об'ём` gives `объём` its other spelling `обём`); a soft hyphen and invisible joiners were never there.
 */
export const TOKENS_VERSION = 2;

/** Longer runs are cut: no word is so long, and a broken text layer may be one run of a whole page. */
const MAX_TOKEN_LENGTH = 64;

const DROPPED = /[\u00ad\u200b-\u200d\u2060\ufeff\u0640]|(?<=\p{L})['\u2019\u02bc`\u00b4](?=\p{L})/gu;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

/** The words of a text in their order, repeated as often as they stand there. */
export function tokens(text: string): string[] {
  return (text.normalize('NFC').replace(DROPPED, '').match(WORD) ?? []).map(wordOf);
}

/** A word, and where it stands in the text as it is written: from `start` up to but not including `end`. */
export type PlacedToken = { readonly word: string; readonly start: number; readonly end: number };

/**
 * The same words as `tokens`, each with its place. A text in which composing joins characters other than a letter and its
 * marks gives none: their places cannot be told.
 */
export function placedTokens(text: string): PlacedToken[] {
  const plain = text.normalize('NFC');
  const starts = plain === text ? null : startsOf(text, plain);
  if (starts === undefined) return [];
  const kept: number[] = [];
  let stripped = '';
  let from = 0;
  const keep = (to: number) => {
    for (let i = from; i < to; i++) kept.push(i);
    stripped += plain.slice(from, to);
  };
  for (const { index, 0: dropped } of plain.matchAll(DROPPED)) {
    keep(index);
    from = index + dropped.length;
  }
  keep(plain.length);
  const placeOf = (at: number): number => (starts === null ? at : (starts[at] ?? text.length));
  return [...stripped.matchAll(WORD)].map(({ index, 0: run }) => ({
    word: wordOf(run),
    start: placeOf(kept[index] ?? 0),
    end: placeOf((kept[index + run.length - 1] ?? 0) + 1),
  }));
}

/** A letter with its marks; Hangul's parts are composed too. */
const CLUSTER = /[^\p{M}\u1160-\u11ff][\p{M}\u1160-\u11ff]*|[\p{M}\u1160-\u11ff]+/gsu;

/** For each place of `plain`, the composed text, where its cluster begins in `text`; undefined when that cannot be told. */
function startsOf(text: string, plain: string): number[] | undefined {
  const starts: number[] = [];
  let composed = '';
  for (const { index, 0: cluster } of text.matchAll(CLUSTER)) {
    const part = cluster.normalize('NFC');
    for (let i = 0; i < part.length; i++) starts.push(index);
    composed += part;
  }
  return composed === plain ? starts : undefined;
}

function wordOf(run: string): string {
  const word = run.toLowerCase().normalize('NFC');
  if (word.length <= MAX_TOKEN_LENGTH) return word;
  return Array.from(word).slice(0, MAX_TOKEN_LENGTH).join('');
}
