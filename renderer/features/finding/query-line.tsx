/** How the query was understood, as chips that can be taken away; what is wrong with it; what may have been meant instead. */
import { useTranslation } from 'react-i18next';
import { Button as AriaButton } from 'react-aria-components';
import { withoutChip, type Chip } from '../../../shared/query/chips.ts';
import type { ParsedQuery } from '../../../shared/query/parse-query.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import styles from './query-line.module.css';

type QueryLineProps = {
  parsed: ParsedQuery;
  /** Whole queries. */
  suggestions: readonly string[];
  onText: (text: string) => void;
};

/** More than a person chooses from. */
const MOST_SUGGESTED = 3;

export function QueryLine({ parsed, suggestions, onText }: QueryLineProps) {
  const { t } = useTranslation();
  const { chips, problem, text } = parsed;
  const [first] = chips;
  // One plain word is what stands in the field.
  const isPlain = chips.length < 2 && (first === undefined || isAsTyped(first));
  const shown = suggestions.filter((each) => each.trim() !== text.trim()).slice(0, MOST_SUGGESTED);
  return (
    <div className={styles['line']}>
      <p id="find-problem" role="status" className={styles['problem']} data-problem={problem?.code}>
        {problem !== null && (
          <>
            <Icon name="warning" />
            {t(`query.problem.${problem.code}`, { at: text.slice(problem.at.start, problem.at.end).trim() })}
          </>
        )}
      </p>
      {!isPlain && (
        <ul className={styles['chips']} aria-label={t('find.chips')}>
          {chips.map((chip, i) => (
            <li key={`${chip.at.start}`} className={styles['chip']} data-chip={chip.kind}>
              {chip.isAlternative && i > 0 && <span className={styles['or']}>{t('find.or')}</span>}
              <QueryChip chip={chip} onDrop={() => onText(withoutChip(text, chip))} />
            </li>
          ))}
        </ul>
      )}
      {shown.length > 0 && (
        <p className={styles['meant']}>
          <span>{t('find.meant')}</span>
          {shown.map((each) => (
            <Button key={each} variant="quiet" onPress={() => onText(each)}>
              {each}
            </Button>
          ))}
        </p>
      )}
    </div>
  );
}

/** A kind that the words alone do not tell is said before them. */
const PLAIN_KINDS: readonly string[] = ['word', 'language', 'level'];

function isAsTyped({ kind, synonyms }: Chip): boolean {
  return kind === 'word' && synonyms.length === 0;
}

function QueryChip({ chip, onDrop }: { chip: Chip; onDrop: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      {!PLAIN_KINDS.includes(chip.kind) && (
        <span className={styles['chipKind']}>{t(`query.chip.${chip.kind}`)}</span>
      )}
      <span>{chip.label}</span>
      {chip.synonyms.length > 0 && (
        <span className={styles['chipKind']}>{t('query.also', { words: chip.synonyms.join(', ') })}</span>
      )}
      <AriaButton
        className={styles['drop'] ?? ''}
        aria-label={t('find.dropPart', { part: chip.label })}
        onPress={onDrop}
      >
        <Icon name="close" size={10} />
      </AriaButton>
    </>
  );
}
