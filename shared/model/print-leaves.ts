/** Prints leaves and ranges of them in the three languages; the readers of this folder read each of them back. */
import type { Leaf, LeafRange } from './read-leaves.ts';
import type { Language } from './record-types.ts';

/** `1–3, 5, 7об.–9`, in Kazakh `7 (арты)`, in English `7v`. */
export function printLeafRanges(ranges: readonly LeafRange[], language: Language): string {
  return ranges.map((range) => printRange(range, language)).join(', ');
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
