/**
 * Two texts that came from one, put together piece by piece: what only one of them changed is taken, where both changed
 * the same place a person chooses. Nothing is ever taken without a person's word; this only proposes. Pure.
 */
import { diff3MergeRegions, diffComm } from 'node-diff3';

/** `same`: nobody changed it. `taken`: only the one text did. `open`: both did. */
export type Piece =
  | { readonly kind: 'same'; readonly text: string }
  | { readonly kind: 'taken'; readonly by: 0 | 1; readonly text: string }
  | { readonly kind: 'open'; readonly texts: readonly [string, string] };

/** What an open piece becomes: the one text's words, the other's, or one after the other. */
export type PieceChoice = 'first' | 'second' | 'both';

/** What stands in `text` beside `base`, for marks. */
export type Mark = { readonly kind: 'same' | 'added' | 'removed'; readonly text: string };

/** Words are compared up to so many; longer texts by lines, which takes some milliseconds as well. */
const MOST_WORDS = 1500;

/**
 * The pieces of `first` and `second`, which both came from `base`. Null as `base`: it is not known, so every difference is
 * open.
 */
export function mergePieces(base: string | null, first: string, second: string): Piece[] {
  const cut = cutterOf([base ?? '', first, second]);
  const pieces =
    base === null ? twoWay(cut(first), cut(second)) : threeWay(cut(base), cut(first), cut(second));
  return joined(pieces);
}

/** Whether there is nothing to choose: the pieces make a text that has the changes of both. */
export function isReady(pieces: readonly Piece[]): boolean {
  return pieces.every(({ kind }) => kind !== 'open');
}

/** The text of the pieces with the choices made for the open ones, in their order; null while one is not chosen. */
export function mergedText(
  pieces: readonly Piece[],
  choices: readonly (PieceChoice | undefined)[],
): string | null {
  let at = 0;
  let text = '';
  for (const piece of pieces) {
    if (piece.kind !== 'open') {
      text += piece.text;
      continue;
    }
    const choice = choices[at];
    at += 1;
    if (choice === undefined) return null;
    text += chosenText(piece.texts, choice);
  }
  return text;
}

/** `text` with what was put into and taken out of `base`. */
export function marksOf(base: string, text: string): Mark[] {
  const cut = cutterOf([base, text]);
  return diffComm(cut(base), cut(text)).flatMap((part): Mark[] => {
    if (part.common !== undefined) return [{ kind: 'same', text: part.common.join('') }];
    const [removed, added] = [part.buffer1.join(''), part.buffer2.join('')];
    return [
      ...(removed === '' ? [] : [{ kind: 'removed' as const, text: removed }]),
      ...(added === '' ? [] : [{ kind: 'added' as const, text: added }]),
    ];
  });
}

function chosenText([first, second]: readonly [string, string], choice: PieceChoice): string {
  if (choice === 'first') return first;
  if (choice === 'second') return second;
  const needsSpace = first !== '' && second !== '' && !/\s$/u.test(first) && !/^\s/u.test(second);
  return `${first}${needsSpace ? ' ' : ''}${second}`;
}

function threeWay(base: string[], first: string[], second: string[]): Piece[] {
  return diff3MergeRegions(first, base, second).map((region): Piece => {
    if (region.stable) {
      const text = region.bufferContent.join('');
      if (region.buffer === 'o') return { kind: 'same', text };
      return { kind: 'taken', by: region.buffer === 'a' ? 0 : 1, text };
    }
    const texts = [region.aContent.join(''), region.bContent.join('')] as const;
    return texts[0] === texts[1] ? { kind: 'same', text: texts[0] } : { kind: 'open', texts };
  });
}

function twoWay(first: string[], second: string[]): Piece[] {
  return diffComm(first, second).map((part): Piece => {
    if (part.common !== undefined) return { kind: 'same', text: part.common.join('') };
    return { kind: 'open', texts: [part.buffer1.join(''), part.buffer2.join('')] };
  });
}

/** Neighbours of one kind become one, and so do open places with nothing but a gap between them: a person reads phrases. */
function joined(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces) {
    if (piece.kind !== 'open' && piece.text === '') continue;
    const last = out.at(-1);
    const before = out.at(-2);
    if (
      piece.kind === 'open' &&
      last?.kind === 'same' &&
      before?.kind === 'open' &&
      last.text.trim() === ''
    ) {
      out.splice(-2, 2, {
        kind: 'open',
        texts: [before.texts[0] + last.text + piece.texts[0], before.texts[1] + last.text + piece.texts[1]],
      });
    } else if (piece.kind === 'same' && last?.kind === 'same') {
      out.splice(-1, 1, { kind: 'same', text: last.text + piece.text });
    } else out.push(piece);
  }
  return out;
}

/** Cuts a text into words and gaps, or into lines where the texts are long; the pieces joined are the text. */
function cutterOf(texts: readonly string[]): (text: string) => string[] {
  const isLong = texts.some((text) => words(text).length > MOST_WORDS);
  return isLong ? (text) => text.match(/[^\n]*\n|[^\n]+$/gu) ?? [] : words;
}

function words(text: string): string[] {
  return text.match(/\s+|[^\s]+/gu) ?? [];
}
