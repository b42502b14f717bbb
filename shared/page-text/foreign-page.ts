/** What readers of other programs' files share: a page put together from what was read, languages by one kind of name. Pure. */
import {
  around,
  MOST_LANGUAGES,
  pageTextSchema,
  WORD_CHARACTERS,
  type PageText,
  type Place,
  type TextBlock,
  type Word,
} from './page-text.ts';

/** More characters are no page's text; two thousand words with all their attributes take half a megabyte. */
export const MAX_CHARACTERS = 64 * 1024 * 1024;

type ReadPage = {
  /** The page's own place; without a width or height it is as large as what stands on it. */
  readonly place: Place;
  readonly languages: Iterable<string>;
  readonly engine: string;
  readonly blocks: readonly TextBlock[];
};

/** The page, or null when something in it is out of all bounds. */
export function foreignPage({ place, languages, engine, blocks }: ReadPage): PageText | null {
  const extent = around(blocks.map((block) => block.place)) ?? { x: 0, y: 0, w: 0, h: 0 };
  const cut = blocks.map((block) => ({
    ...block,
    lines: block.lines.map((line) => ({ ...line, words: line.words.map(withoutRest) })),
  }));
  const read = pageTextSchema.safeParse({
    width: Math.ceil(place.w) || Math.ceil(extent.x + extent.w) || 1,
    height: Math.ceil(place.h) || Math.ceil(extent.y + extent.h) || 1,
    languages: [...new Set(languages)].slice(0, MOST_LANGUAGES),
    engine: engine.trim(),
    blocks: cut,
  });
  return read.success ? read.data : null;
}

function withoutRest(word: Word): Word {
  return word.text.length <= WORD_CHARACTERS ? word : { ...word, text: word.text.slice(0, WORD_CHARACTERS) };
}

const LONG: Readonly<Record<string, string>> = { kk: 'kaz', ru: 'rus', en: 'eng' };

/** `kk`, `kk-KZ` and `kaz` as `kaz`; null for what names no language. */
export function languageCode(name: string | undefined): string | null {
  const short = name?.toLowerCase().split('-')[0] ?? '';
  const code = LONG[short] ?? short;
  return /^[a-z]{3}$/.test(code) ? code : null;
}
