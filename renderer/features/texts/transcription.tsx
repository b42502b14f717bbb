/** The whole page written down by hand: for handwriting, and for whatever no machine reads. */
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { textOf } from '../../../shared/model/record-values.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { LineFacts, type RenderWho } from './line-facts.tsx';
import styles from './texts.module.css';
import type { TextEdits } from './use-text-edits.ts';
import { useTyped } from './use-typed.ts';

type TranscriptionProps = {
  page: CatalogueRecord;
  canWrite: boolean;
  edits: TextEdits;
  renderWho: RenderWho;
  onLeave: () => void;
};

const FIELD = 'transcription';
const MOST_CHARACTERS = 100_000;

export function Transcription({ page, canWrite, edits, renderWho, onLeave }: TranscriptionProps) {
  const { t } = useTranslation();
  const sent = edits.sent(page, FIELD);
  const typed = useTyped({
    page,
    field: FIELD,
    shown: (sent === undefined ? textOf(page.values, FIELD) : sent) ?? '',
    toValue: (text) => (text.trim() === '' ? null : text.trim().normalize('NFC')),
    edits,
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      typed.giveUp();
      onLeave();
    } else if (event.key === 'Enter' && event.ctrlKey) {
      event.preventDefault();
      void typed.commit();
      onLeave();
    }
  };
  return (
    <>
      <label className={styles['transcription']}>
        <span className={styles['hint']}>{t('text.byHandHint')}</span>
        <textarea
          aria-label={t('text.byHand')}
          value={typed.text}
          rows={14}
          maxLength={MOST_CHARACTERS}
          readOnly={!canWrite}
          spellCheck={false}
          onChange={(event) => typed.change(event.target.value)}
          onBlur={() => void typed.commit()}
          onKeyDown={onKeyDown}
        />
      </label>
      <LineFacts page={page} field={FIELD} asRead={null} canWrite={canWrite} renderWho={renderWho} />
    </>
  );
}
