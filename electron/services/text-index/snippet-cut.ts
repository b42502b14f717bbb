/** A piece of a page's text around the best place of a hit, as it stands there. Pure. */
import type { SnippetMark } from '../../../shared/rpc/contract-asking.ts';
import type { Match } from './snippet-match.ts';

export type Snippet = { readonly text: string; readonly marks: SnippetMark[] };

const LENGTH = 220;
/** Of these, so many stand before the first mark. */
const BEFORE = 60;
const ELLIPSIS = '…';

/** Without matches the beginning of the text. Ends of lines become spaces, so that places stay what they are. */
export function cutSnippet(text: string, matches: readonly Match[]): Snippet {
  const first = bestStart(matches);
  const from = wordStart(text, first === null ? 0 : Math.max(0, first.start - BEFORE));
  const to = wordEnd(text, Math.min(text.length, Math.max(from + LENGTH, first?.end ?? 0)));
  const front = from > 0 ? ELLIPSIS : '';
  const shift = front.length - from;
  const inside = matches.filter(({ start, end }) => start >= from && end <= to);
  return {
    text: `${front}${text.slice(from, to).replaceAll(/\s/gu, ' ')}${to < text.length ? ELLIPSIS : ''}`,
    marks: inside.map(({ start, end, tier, reading }) => ({
      start: start + shift,
      end: end + shift,
      tier,
      reading,
    })),
  };
}

/** The match from which on the most words that were asked for stand near, the surest of those. */
function bestStart(matches: readonly Match[]): Match | null {
  let best: Match | null = null;
  let most = -1;
  for (const [i, match] of matches.entries()) {
    const surest = new Map<number, number>();
    for (let at = i; at < matches.length; at++) {
      const each = matches[at];
      if (each === undefined || each.end - match.start > LENGTH - BEFORE) break;
      surest.set(each.of, Math.max(surest.get(each.of) ?? 0, 5 - each.tier - each.cost / 10));
    }
    const worth = [...surest.values()].reduce((sum, each) => sum + each, 0);
    if (worth > most) [best, most] = [match, worth];
  }
  return best;
}

/** Longer runs without a space are cut where it falls. */
const LONGEST_WORD = 40;

function wordStart(text: string, at: number): number {
  if (at === 0) return 0;
  for (let back = at; back > Math.max(0, at - LONGEST_WORD); back--) {
    if (/\s/u.test(text[back - 1] ?? ' ')) return back;
  }
  return isLow(text, at) ? at - 1 : at;
}

function wordEnd(text: string, at: number): number {
  for (let on = at; on < Math.min(text.length, at + LONGEST_WORD); on++) {
    if (/\s/u.test(text[on] ?? ' ')) return on;
  }
  if (text.length - at < LONGEST_WORD) return text.length;
  return isLow(text, at) ? at + 1 : at;
}

/** The second half of a letter beyond the basic plane: cutting there would leave halves. */
function isLow(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit < 0xe000;
}
