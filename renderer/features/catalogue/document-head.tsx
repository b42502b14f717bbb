/** Above the viewer: the path, the acts on the document, and the way back from chosen pages to the document. */
import { useTranslation } from 'react-i18next';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { goTo } from '../../ui/route.ts';
import { Breadcrumbs } from './breadcrumbs.tsx';
import styles from './catalogue-page.module.css';
import { RecordToolbar } from './record-toolbar.tsx';

type DocumentHeadProps = {
  record: CatalogueRecord;
  /** How many of its pages are chosen in the strip. */
  chosenPages: number;
  /** Its pages are the leaves of a unit: the acts on what is chosen among them are theirs. */
  isOfLeaves: boolean;
  onDocument: () => void;
};

export function DocumentHead({ record, chosenPages, isOfLeaves, onDocument }: DocumentHeadProps) {
  const { t } = useTranslation();
  const parent = record.values['parent'];
  const leave = () =>
    goTo(typeof parent === 'string' ? { screen: 'record', id: parent, page: null } : { screen: 'unplaced' });
  return (
    <header className={styles['head']}>
      <Breadcrumbs record={record} />
      <div className={styles['tools']}>
        {chosenPages > 0 && (
          <Button icon="document" onPress={onDocument}>
            {t('viewer.toDocument')}
          </Button>
        )}
        <RecordToolbar
          place={undefined}
          chosen={isOfLeaves ? null : record.deleted ? [] : [record]}
          onGone={leave}
        />
      </div>
    </header>
  );
}
