/** The text of the page that is shown, as it was read: which reading, its words, reading it (again), comparing two. */
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textsOf } from '../../../shared/model/record-values.ts';
import type { RecognisedText } from '../../../shared/model/record-types.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { useCommands } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';
import { Icon } from '../../ui/icons.tsx';
import { CompareDialog } from './compare-dialog.tsx';
import { ReadDialog } from './read-dialog.tsx';
import { readingLabel } from './reading-label.ts';
import { ReadingText } from './reading-text.tsx';
import styles from './texts.module.css';
import { usePageText } from './use-page-text.ts';

/** Kazakh read by the Russian model comes to .74 and by its own to .96 on the same page: below this the language is doubted. */
const DOUBTFUL = 0.8;

type TextPanelProps = {
  document: CatalogueRecord;
  /** The page that is shown; undefined while the pages are on their way. */
  page: CatalogueRecord | undefined;
};

export function TextPanel({ document, page }: TextPanelProps) {
  const { capabilities } = useDesk();
  const canRead = capabilities.canWrite && !document.deleted;
  const readings = page === undefined ? [] : textsOf(page.values);
  if (page === undefined || (readings.length === 0 && !canRead)) return null;
  return <Panel document={document} page={page} readings={readings} canRead={canRead} />;
}

type Reading = { readonly id: string; readonly text: RecognisedText };
type PanelProps = {
  document: CatalogueRecord;
  page: CatalogueRecord;
  /** The newest first. */
  readings: readonly Reading[];
  canRead: boolean;
};

function Panel({ document, page, readings, canRead }: PanelProps) {
  const { t } = useTranslation();
  const heading = useId();
  const [chosen, setChosen] = useState<string | null>(null);
  const [asked, setAsked] = useState<'read' | 'compare' | null>(null);
  const reading = readings.find(({ id }) => id === chosen) ?? readings[0];
  const close = () => setAsked(null);
  useCommands(canRead ? [{ id: 'text.read', label: t('text.read'), run: () => setAsked('read') }] : []);
  return (
    <section className={styles['panel']} aria-labelledby={heading}>
      <h2 id={heading}>
        <Icon name="heading" />
        {t('text.heading')}
      </h2>
      {reading === undefined ? (
        <p className={styles['hint']}>{t('text.none')}</p>
      ) : (
        <>
          <Choice
            label={t('text.reading')}
            hideLabel
            options={readings.map((each) => ({ value: each.id, label: readingLabel(each.text, t) }))}
            value={reading.id}
            onChange={setChosen}
          />
          <Shown text={reading.text} />
        </>
      )}
      <div className={styles['acts']}>
        {canRead && (
          <Button onPress={() => setAsked('read')}>
            {t(reading === undefined ? 'text.read' : 'text.again')}
          </Button>
        )}
        {readings.length > 1 && <Button onPress={() => setAsked('compare')}>{t('text.compare')}</Button>}
      </div>
      {asked === 'read' && (
        <ReadDialog document={document} page={page} isAgain={reading !== undefined} onClose={close} />
      )}
      {asked === 'compare' && <CompareDialog readings={readings} onClose={close} />}
    </section>
  );
}

function Shown({ text }: { text: RecognisedText }) {
  const { t } = useTranslation();
  const page = usePageText(text.sha256);
  const isDoubtful = text.sure !== null && text.sure < DOUBTFUL;
  return (
    <>
      {isDoubtful && (
        <p className={styles['doubt']}>
          <Icon name="warning" size={12} />
          {t('text.doubtful')}
        </p>
      )}
      {page === null && <p className={styles['hint']}>{t('text.unread')}</p>}
      {page?.blocks.length === 0 && <p className={styles['hint']}>{t('text.empty')}</p>}
      {page !== undefined && page !== null && page.blocks.length > 0 && (
        <div className={styles['scroll']}>
          <ReadingText page={page} label={t('text.heading')} />
        </div>
      )}
    </>
  );
}
