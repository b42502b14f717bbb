/** Where the parts of a reference code that were asked for stand in the code as it is printed. Pure. */
import type { NumberPart } from '../model/record-types.ts';
import type { ReferenceCode } from '../model/reference-code.ts';
import { codeParts } from './code-tokens.ts';
import type { Range } from './highlights.ts';
import type { QueryTerms } from './query-terms.ts';

/** `printed` is `code` in any language; each part that a word of the query leads to is marked with its prefix and suffix. */
export function codeHighlights(printed: string, code: ReferenceCode, { words, begun }: QueryTerms): Range[] {
  const wanted = new Set(words);
  const ranges: Range[] = [];
  let at = 0;
  for (const part of codeParts(code)) {
    const range = findNumber(printed, part.number, at);
    if (range === null) break;
    at = range.end;
    const isAsked = part.words.some((word) => wanted.has(word) || (begun !== null && word.startsWith(begun)));
    if (isAsked) ranges.push(range);
  }
  return ranges;
}

/** The first place from `from` on where the number stands by itself. */
function findNumber(
  printed: string,
  { prefix = '', num, suffix = '' }: NumberPart,
  from: number,
): Range | null {
  const digits = String(num);
  for (let at = printed.indexOf(digits, from); at >= 0; at = printed.indexOf(digits, at + 1)) {
    const end = at + digits.length;
    if (/\d/u.test(printed[at - 1] ?? '') || /\d/u.test(printed[end] ?? '')) continue;
    const front = [`${prefix}-`, prefix].find(
      (each) => prefix !== '' && printed.slice(from, at).endsWith(each),
    );
    const back = [suffix, `-${suffix}`].find((each) => suffix !== '' && printed.startsWith(each, end));
    return { start: at - (front?.length ?? 0), end: end + (back?.length ?? 0) };
  }
  return null;
}
