/** Words that the machine doubted, and going from one line with such to the next. Pure. */
import type { NamedLine } from '../../../shared/page-text/page-lines.ts';
import type { TextLine, Word } from '../../../shared/page-text/page-text.ts';

/** Below this a word is worth a second look. */
const DOUBTED = 0.6;

export function isDoubted({ sure }: Word): boolean {
  return sure !== null && sure < DOUBTED;
}

type Run = { readonly at: number; readonly text: string; readonly isDoubted: boolean };

/** A line in runs of words that are doubted or are not, with the spaces between; `at` is the first word's number. */
export function runsOf({ words }: TextLine): Run[] {
  const runs: { at: number; text: string; isDoubted: boolean }[] = [];
  for (const [at, word] of words.entries()) {
    const last = runs.at(-1);
    const space = at < words.length - 1 ? ' ' : '';
    if (isDoubted(word)) {
      runs.push({ at, text: word.text, isDoubted: true });
      if (space !== '') runs.push({ at: at + 0.5, text: space, isDoubted: false });
    } else if (last === undefined || last.isDoubted) {
      runs.push({ at, text: word.text + space, isDoubted: false });
    } else last.text += word.text + space;
  }
  return runs;
}

/** The next line with a doubted word after this one, round again at the end; null when there is none. */
export function nextDoubted(lines: readonly NamedLine[], current: string | null, by: 1 | -1): string | null {
  const at = lines.findIndex(({ id }) => id === current);
  const from = at < 0 ? (by > 0 ? -1 : lines.length) : at;
  for (let step = 1; step <= lines.length; step += 1) {
    const line = lines[(from + by * step + lines.length * 2) % lines.length];
    if (line?.line.words.some(isDoubted) === true) return line.id;
  }
  return null;
}
