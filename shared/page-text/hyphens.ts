/** Words that a line's end cut in two, joined for the search; the page itself is shown as it stands. Pure. */
import { linesOf, type PageText, type Word } from './page-text.ts';

/** A word of the search, with all parts of it on the page. */
export type WholeWord = { readonly text: string; readonly parts: readonly Word[] };

/** A letter before the mark: a dash alone, or after a number (`1932-`), is no cut word. */
const CUT = /\p{L}[-‐‑­¬]$/u;
const MARK = /[-‐‑­¬]$/u;
/** A cut word goes on with a small letter; a capital begins a new word or the second half of a double name. */
const GOES_ON = /^\p{Ll}/u;

/** All words in reading order, those cut by a line's end as one. */
export function wholeWords(page: PageText): WholeWord[] {
  const whole: WholeWord[] = [];
  let cut: Word[] = [];
  for (const line of linesOf(page)) {
    for (const [i, word] of line.words.entries()) {
      const isLast = i === line.words.length - 1;
      if (cut.length > 0 && !GOES_ON.test(word.text)) {
        whole.push(...cut.map(alone));
        cut = [];
      }
      if (isLast && CUT.test(word.text)) {
        cut.push(word);
        continue;
      }
      whole.push(cut.length === 0 ? alone(word) : joined([...cut, word]));
      cut = [];
    }
  }
  whole.push(...cut.map(alone));
  return whole;
}

function alone(word: Word): WholeWord {
  return { text: word.text, parts: [word] };
}

function joined(parts: readonly Word[]): WholeWord {
  const text = parts
    .map((part, i) => (i < parts.length - 1 ? part.text.replace(MARK, '') : part.text))
    .join('');
  return { text, parts };
}
