/** Two readings of one page side by side, so that a person sees which is the better. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reading } from '../../../shared/model/shown-reading.ts';
import { corrected, correctionsOf } from '../../../shared/page-text/corrections.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { readingLabel } from './reading-label.ts';
import { ReadingText } from './reading-text.tsx';
import styles from './texts.module.css';
import { usePageText } from './use-page-text.ts';

type CompareDialogProps = {
  page: CatalogueRecord;
  readings: readonly Reading[];
  onClose: () => void;
};

export function CompareDialog({ page, readings, onClose }: CompareDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('text.compare')} onClose={onClose} wide>
      <div className={styles['sides']}>
        {/* The older one on the left. */}
        {[1, 0].map((at) => (
          <Side key={at} page={page} readings={readings} first={at} />
        ))}
      </div>
      <DialogButtons>
        <Button autoFocus onPress={onClose}>
          {t('trouble.close')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

type SideProps = { page: CatalogueRecord; readings: readonly Reading[]; first: number };

function Side({ page, readings, first }: SideProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(readings[first]?.id ?? '');
  const reading = readings.find(({ id }) => id === chosen);
  const text = usePageText(reading?.text.sha256 ?? null);
  const corrections = correctionsOf(page.values, reading?.id ?? '');
  return (
    <div className={styles['side']}>
      <Choice
        label={t(first === 0 ? 'text.newer' : 'text.older')}
        options={readings.map((each) => ({ value: each.id, label: readingLabel(each.text, t) }))}
        value={chosen}
        onChange={setChosen}
      />
      {text !== undefined && text !== null && (
        <ReadingText
          page={corrected(text.page, corrections)}
          corrections={corrections}
          label={t(first === 0 ? 'text.newer' : 'text.older')}
        />
      )}
      {corrections.size > 0 && (
        <p className={styles['hint']}>{t('text.correctedLines', { count: corrections.size })}</p>
      )}
      {text === null && <p className={styles['hint']}>{t('text.unread')}</p>}
    </div>
  );
}
