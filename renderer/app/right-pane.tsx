/** The right pane: the inspector with the tags of what is chosen. */
import { memo, useDeferredValue, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CatalogueRecord } from '../db/row-of.ts';
import { RecordSafety } from '../features/backup/record-safety.tsx';
import { Inspector } from '../features/catalogue/inspector.tsx';
import { RecordFixity } from '../features/fixity/record-fixity.tsx';
import { ReadingPanel } from '../features/reading/reading-panel.tsx';
import { TagPicker } from '../features/tags/tag-picker.tsx';
import styles from './frame.module.css';
import { Splitter } from './splitter.tsx';

type RightProps = {
  records: readonly CatalogueRecord[];
  /** What stands above the inspector. */
  top?: ReactNode;
};

export function Right({ records, top }: RightProps) {
  const { t } = useTranslation();
  // While an arrow is held down the list goes on, and the inspector follows when there is time.
  const shown = useDeferredValue(records);
  return (
    <aside className={styles['right']} aria-label={t('inspector.label')}>
      <Splitter pane="right" />
      <div className={styles['rightScroll']}>
        {top}
        <Description records={shown} />
        {/* Nothing is chosen: what can be done with the texts of the whole archive. */}
        {shown.length === 0 && <ReadingPanel records={shown} />}
      </div>
      <RecordSafety records={shown} />
      <RecordFixity records={shown} />
    </aside>
  );
}

/** Some dozens of fields: they are not gone through again when a page is turned beside them. */
const Description = memo(function Description({ records }: { records: readonly CatalogueRecord[] }) {
  return (
    <Inspector
      records={records}
      tags={
        records.length > 0 && (
          <>
            <ReadingPanel records={records} />
            <TagPicker key={`tags ${records.map((each) => each.id).join()}`} records={records} />
          </>
        )
      }
    />
  );
});
