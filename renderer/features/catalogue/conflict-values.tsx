/** The values of a conflict side by side, each with what it changed, and the value that they all came from. */
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { marksOf, type Mark } from './conflict-merge.ts';
import { conflictText, isMergeable, type Candidate } from './conflict-text.ts';
import styles from './conflicts.module.css';
import type { ConflictBase } from './use-conflict.ts';
import { ValueText, WhoWhen } from './value-text.tsx';

type BaseValueProps = { field: string; base: ConflictBase | undefined };

export function BaseValue({ field, base }: BaseValueProps) {
  const { t } = useTranslation();
  if (base === undefined) return null;
  return (
    <div className={styles['base']} data-base={base.state}>
      <p className={styles['soft']}>{t(`conflict.base.${base.state}`)}</p>
      {base.state === 'known' && (
        <>
          <p className={styles['value']}>
            <ValueText field={field} value={base.value} />
          </p>
          <p className={styles['who']}>
            <WhoWhen by={base.by} at={base.at} op={base.id} />
          </p>
        </>
      )}
    </div>
  );
}

type CandidateValueProps = {
  field: string;
  candidate: Candidate;
  /** From 1; the first is the one shown now. */
  number: number;
  base: ConflictBase | undefined;
  /** Null where nothing may be written. */
  onChoose: (() => void) | null;
};

export function CandidateValue({ field, candidate, number, base, onChoose }: CandidateValueProps) {
  const { t } = useTranslation();
  const marks = useMarks(field, candidate, base);
  return (
    <li className={styles['candidate']} data-candidate={number}>
      <p className={styles['value']}>
        {marks === null ? <ValueText field={field} value={candidate.value} /> : <Marked marks={marks} />}
      </p>
      {candidate.heads.map((head, index) => (
        <p key={head.id} className={styles['who']}>
          <WhoWhen by={head.u} at={head.h} op={head.id} />
          {number === 1 && index === 0 && ` · ${t('conflict.shown')}`}
        </p>
      ))}
      {onChoose !== null && (
        <Button onPress={onChoose} name={t('conflict.chooseNumber', { number })}>
          {t('conflict.choose')}
        </Button>
      )}
    </li>
  );
}

/** What the text put into and took out of the one it came from; null where there is nothing to compare. */
function useMarks(field: string, candidate: Candidate, base: ConflictBase | undefined): Mark[] | null {
  const { language } = useLabels();
  if (base?.state !== 'known' || candidate.value === null || !isMergeable(field, [candidate])) return null;
  const before = conflictText(field, base.value, language);
  return before === '' ? null : marksOf(before, conflictText(field, candidate.value, language));
}

function Marked({ marks }: { marks: readonly Mark[] }) {
  return marks.map(({ kind, text }, index) => {
    if (kind === 'added') return <ins key={index}>{text}</ins>;
    return kind === 'removed' ? <del key={index}>{text}</del> : text;
  });
}
