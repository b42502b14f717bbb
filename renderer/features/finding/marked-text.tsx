/** A text with the words that were asked for marked in it. */
import { piecesOf, type Range } from '../../../shared/text/highlights.ts';
import styles from './finding.module.css';

export function MarkedText({ text, ranges }: { text: string; ranges: readonly Range[] }) {
  if (ranges.length === 0) return text;
  return piecesOf(text, ranges).map((piece, i) =>
    piece.marked ? (
      <mark key={i} className={styles['mark']}>
        {piece.text}
      </mark>
    ) : (
      <span key={i}>{piece.text}</span>
    ),
  );
}
