/** One group of the inspector, opened and closed by its heading; which are closed is remembered. */
import { useTranslation } from 'react-i18next';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Icon } from '../../ui/icons.tsx';
import { InspectorElement, isNarrow } from './inspector-element.tsx';
import type { InspectorGroup as Group } from './inspector-groups.ts';
import { LeafCheckLine } from './inspector-leaf-check.tsx';
import { setOpen, useClosed } from './inspector-open.ts';
import styles from './inspector.module.css';

type InspectorGroupProps = {
  record: CatalogueRecord;
  group: Group;
  /** The records above, from the top down. */
  above: readonly CatalogueRecord[];
  isReadOnly: boolean;
};

export function InspectorGroup({ record, group, above, isReadOnly }: InspectorGroupProps) {
  const { t } = useTranslation();
  const isOpen = !useClosed().includes(group.group);
  const { elements, filled, missing } = group;
  return (
    <details
      className={styles['group']}
      open={isOpen}
      onToggle={(event) => setOpen(group.group, event.currentTarget.open)}
      data-group={group.group}
    >
      <summary>
        {t(`group.${group.group}`)}
        <span className={styles['groupSum']}>
          {`${filled}/${elements.length}`}
          {missing.length > 0 && (
            <span
              className={styles['groupMissing']}
              role="img"
              aria-label={t('required.count', { count: missing.length })}
            >
              <Icon name="warning" size={12} />
              {missing.length}
            </span>
          )}
        </span>
      </summary>
      {isOpen && (
        <div className={styles['fields']}>
          {elements.map((element) => (
            <div key={element.name} className={isNarrow(element.name) ? styles['narrow'] : styles['wide']}>
              <InspectorElement record={record} element={element} above={above} isReadOnly={isReadOnly} />
            </div>
          ))}
          {group.group === 'extent' && (
            <div className={styles['wide']}>
              <LeafCheckLine record={record} />
            </div>
          )}
        </div>
      )}
    </details>
  );
}
