/** Prints leaves and ranges of them in the three languages; the readers of this folder read each of them back. */
import type { Leaf, LeafRange } from './read-leaves.ts';
import type { Language } from './record-types.ts';

/** `1–3, 5, 7об.–9`, in Kazakh `7 (арты)`, in English `7v`. */
export function printLeafRanges(ranges: readonly LeafRange[], language: Language): string {
  return ranges.map((range) => printRange(range, language)).join(', ');
}

/** With the word for leaves: `45-парақ (арты)`, `л. 45 об.`, `ll. 45v–46`. */
export function labelLeaves(ranges: readonly LeafRange[], language: Language): string {
  if (language === 'kk') return labelInKazakh(ranges);
  const [leaf, leaves] = language === 'ru' ? ['л.', 'лл.'] : ['l.', 'll.'];
  return `${takesShortWord(ranges, language) ? leaf : leaves} ${printLeafRanges(ranges, language)}`;
}

/** A single leaf has its side behind the word; in a list each number has its own. */
function labelInKazakh(leaves: readonly LeafRange[]): string {
  const [only] = leaves;
  if (only !== undefined && only.to === undefined && leaves.length === 1) {
    const { side, ...leaf } = only.from;
    const word = `${printLeaf(leaf, 'kk')}-парақ`;
    return side === undefined ? word : `${word} (${side === 'verso' ? 'арты' : 'беті'})`;
  }
  return `${printLeafRanges(leaves, 'kk')}-парақтар`;
}

/** Russian writes `Л. 45–46` for one range and `Лл.` for several; English has `ll.` as soon as there are two leaves. */
export function takesShortWord(leaves: readonly LeafRange[], language: 'ru' | 'en'): boolean {
  return leaves.length === 1 && (language === 'ru' || leaves[0]?.to === undefined);
}

function printRange({ from, to }: LeafRange, language: Language): string {
  return to === undefined
    ? printLeaf(from, language)
    : `${printLeaf(from, language)}–${printLeaf(to, language)}`;
}

const SIDES: Readonly<Record<Language, { recto: string; verso: string }>> = {
  kk: { recto: ' (беті)', verso: ' (арты)' },
  ru: { recto: ' лиц.', verso: ' об.' },
  en: { recto: 'r', verso: 'v' },
};

/** `12а об.` */
export function printLeaf({ num, suffix, side }: Leaf, language: Language): string {
  const number = `${num}${suffix ?? ''}`;
  if (side === undefined) return number;
  // `12аv` would run two alphabets together.
  const apart = language === 'en' && suffix !== undefined ? ' ' : '';
  return `${number}${apart}${SIDES[language][side]}`;
}
