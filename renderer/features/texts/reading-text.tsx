/** A reading to be looked at beside another one: doubted words are marked, and so are lines that a person put right. */
import type { Corrections } from '../../../shared/page-text/corrections.ts';
import { namedLines } from '../../../shared/page-text/page-lines.ts';
import type { PageText } from '../../../shared/page-text/page-text.ts';
import { LineWords } from './line-words.tsx';
import { langOf } from './reading-label.ts';
import styles from './texts.module.css';

type ReadingTextProps = { page: PageText; corrections: Corrections; label: string };

export function ReadingText({ page, corrections, label }: ReadingTextProps) {
  return (
    <div className={styles['text']} tabIndex={0} role="region" aria-label={label} lang={langOf(page)}>
      {namedLines(page).map(({ id, line }) => (
        <span key={id} className={styles['plainLine']} data-corrected={corrections.has(id)}>
          <LineWords line={line} />
        </span>
      ))}
    </div>
  );
}
