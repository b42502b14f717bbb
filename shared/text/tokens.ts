/**
 * Cuts text into the words that are indexed and asked for; the same for both, so a change of it means a new version and
 * an index built anew.
 *
 * A word is a run of letters and digits of any script with the marks on them, in NFC and small letters. `й` and `ё` stay as
 * they are, and so do the Kazakh letters: folding comes on top of this. A hyphen parts words (`ЮНЕСКО-ның` gives two); an apostrophe
 * inside a word is dropped (`об'ём` gives `объём` its other spelling `обём`); a soft hyphen and invisible joiners were never there.
 */
export const TOKENS_VERSION = 1;

/** Longer runs are cut: no word is so long, and a broken text layer may be one run of a whole page. */
const MAX_TOKEN_LENGTH = 64;

const DROPPED = /[\u00ad\u200b-\u200d\u2060\ufeff\u0640]|(?<=\p{L})['\u2019\u02bc`\u00b4](?=\p{L})/gu;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

/** The words of a text in their order, repeated as often as they stand there. */
export function tokens(text: string): string[] {
  const plain = text.normalize('NFC').replace(DROPPED, '').toLowerCase().normalize('NFC');
  return (plain.match(WORD) ?? []).map(cut);
}

function cut(word: string): string {
  if (word.length <= MAX_TOKEN_LENGTH) return word;
  return Array.from(word).slice(0, MAX_TOKEN_LENGTH).join('');
}
