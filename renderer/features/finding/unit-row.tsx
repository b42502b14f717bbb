/** A unit with pages that were found by their text: its title, code and place, and how many pages there are. */
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icons.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { codeLine } from './found-texts.ts';
import styles from './finding.module.css';

import type { UnitOfPages } from './page-answer.ts';
import type { HitRecord } from './use-hit-rows.ts';

/** It was found by the words of its pages: nothing of its code is marked. */
const NO_MARKS = { words: [], begun: null };

type UnitRowProps = {
  unit: UnitOfPages;
  /** Undefined while it is read, or where the window has no such record. */
  found: HitRecord | undefined;
};

export function UnitRow({ unit, found }: UnitRowProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const possible = unit.pages - unit.certain;
  const code =
    found === undefined ? null : codeLine([...found.ancestors, found.record], labels.language, NO_MARKS);
  const path = (found?.ancestors ?? []).map((each) => labels.title(each) || labels.code(each)).join(' › ');
  return (
    <>
      <Icon name={found?.record.t === 'document' ? 'document' : 'unit'} />
      <div className={styles['hitText']}>
        <p className={styles['hitTitle']}>
          <span className={styles['title']}>
            {found === undefined ? '…' : labels.title(found.record) || labels.full(found.record)}
          </span>
          {unit.certain > 0 && (
            <span className={styles['level']}>{t('find.texts.pages', { count: unit.certain })}</span>
          )}
          {possible > 0 && (
            <span className={styles['badge']}>{t('find.texts.possiblePages', { count: possible })}</span>
          )}
        </p>
        <p className={styles['hitPath']}>
          {code !== null && <span className={styles['hitCode']}>{code.text}</span>}
          <span className={styles['path']}>{path}</span>
        </p>
      </div>
    </>
  );
}
