/** A reading as lines of text that can be selected and copied; words that the engine doubted are marked. */
import { useTranslation } from 'react-i18next';
import type { PageText, TextLine } from '../../../shared/page-text/page-text.ts';
import styles from './texts.module.css';

/** Below this a word is worth a second look. */
const DOUBTED = 0.6;

export function ReadingText({ page, label }: { page: PageText; label: string }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keyboard too
    <div className={styles['text']} tabIndex={0} role="region" aria-label={label} lang={langOf(page)}>
      {page.blocks.map((block, b) => (
        // Blocks and lines of a reading never change their places.
        // oxlint-disable-next-line react/no-array-index-key
        <p key={b}>
          {block.lines.map((line, l) => (
            // oxlint-disable-next-line react/no-array-index-key
            <Line key={l} line={line} />
          ))}
        </p>
      ))}
    </div>
  );
}

function Line({ line }: { line: TextLine }) {
  const { t } = useTranslation();
  return (
    <span className={styles['line']}>
      {line.words.map((word, w) => {
        const isDoubted = word.sure !== null && word.sure < DOUBTED;
        return (
          // oxlint-disable-next-line react/no-array-index-key
          <span key={w}>
            {isDoubted ? (
              <span className={styles['doubted']} title={t('text.doubtedWord')}>
                {word.text}
              </span>
            ) : (
              word.text
            )}{' '}
          </span>
        );
      })}
    </span>
  );
}

/** For screen readers and hyphens of the browser. */
function langOf(page: PageText): string | undefined {
  const short: Readonly<Record<string, string>> = { kaz: 'kk', rus: 'ru', eng: 'en' };
  return short[page.languages[0] ?? ''];
}
