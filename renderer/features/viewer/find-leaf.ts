/** From what a person types to a page: a page's number, or a leaf as it is written on it (`45об`, `12а`). Pure. */
import { readLabelBehind, readLabelInFront } from '../../../shared/model/code-labels.ts';
import { cleanCode, isMark, scanCode } from '../../../shared/model/code-scanner.ts';
import { readLeaves, type Leaf } from '../../../shared/model/read-leaves.ts';
import { parseReferenceCode } from '../../../shared/model/reference-code.ts';

type Titled = { readonly titles: readonly string[] };

/**
 * The index of the page, from 0; null when there is none. A bare number is a page of the document; with a letter, a side or
 * a word for leaf it is the leaf that a page's title names, and so is a number that the document has no page for.
 */
export function findPage(text: string, pages: readonly Titled[]): number | null {
  const number = /^\s*(\d{1,7})\s*$/.exec(text)?.[1];
  if (number !== undefined && Number(number) >= 1 && Number(number) <= pages.length)
    return Number(number) - 1;
  const wanted = leafOf(text);
  if (wanted === null) return null;
  const leaves = pages.map(({ titles }) => titles.map(leafOf));
  const at = (isIt: (leaf: Leaf) => boolean) =>
    leaves.findIndex((each) => each.some((leaf) => leaf !== null && isSame(leaf, wanted) && isIt(leaf)));
  const exact = at((leaf) => sideOf(leaf) === sideOf(wanted));
  if (exact >= 0) return exact;
  // Without a side the leaf is asked for; should only its back be here, that is shown.
  const any = wanted.side === undefined ? at(() => true) : -1;
  return any >= 0 ? any : null;
}

/** The first leaf that a text names: `45об`, `Л. 45 об.`, `45-парақ`, or a whole reference code or scan's name. */
export function leafOf(text: string): Leaf | null {
  const tokens = scanCode(cleanCode(text));
  const label = readLabelInFront(tokens, 0);
  const start = label?.value === 'leaves' ? label.next : 0;
  const read = readLeaves(tokens, start);
  if (read !== null) {
    const behind = readLabelBehind(tokens, read.next);
    let end = behind?.value === 'leaves' ? behind.next : read.next;
    if (isMark(tokens[end], '.')) end += 1;
    if (end >= tokens.length) return read.value[0]?.from ?? null;
  }
  return parseReferenceCode(text)?.leaves?.[0]?.from ?? null;
}

function isSame(one: Leaf, other: Leaf): boolean {
  return one.num === other.num && (one.suffix ?? '').toLowerCase() === (other.suffix ?? '').toLowerCase();
}

/** A leaf without a side is named by its face. */
function sideOf(leaf: Leaf): 'recto' | 'verso' {
  return leaf.side ?? 'recto';
}
