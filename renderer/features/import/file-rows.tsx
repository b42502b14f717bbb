/** The files of an import: the refused first, because they want something done. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { FileOutcome } from '../../../shared/rpc/contract-import.ts';
import { Icon, type IconName } from '../../ui/icons.tsx';
import { printRoute } from '../../ui/route.ts';
import styles from './import.module.css';

const ROW_PX = 44;

const ICONS: Readonly<Record<FileOutcome['state'], IconName>> = {
  expected: 'more',
  received: 'more',
  stored: 'check',
  known: 'info',
  refused: 'warning',
};

const RANK: Readonly<Record<FileOutcome['state'], number>> = {
  refused: 0,
  known: 1,
  received: 2,
  expected: 3,
  stored: 4,
};

export function FileRows({ files }: { files: readonly FileOutcome[] }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const ordered = useMemo(
    () => [...files].sort((a, b) => RANK[a.state] - RANK[b.state] || a.no - b.no),
    [files],
  );
  const rows = useVirtualizer({
    count: ordered.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
  });
  return (
    <div ref={box} className={styles['scroll']} tabIndex={0} role="region" aria-label={t('import.filesList')}>
      <ul className={styles['files']} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const file = ordered[row.index];
          return file === undefined ? null : (
            <li
              key={file.no}
              className={styles['file']}
              data-state={file.state}
              style={{ height: ROW_PX, transform: `translateY(${row.start}px)` }}
            >
              <Icon name={ICONS[file.state]} />
              <FileLine file={file} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function FileLine({ file }: { file: FileOutcome }) {
  const { t } = useTranslation();
  const said = file.code === undefined ? t(`import.fileStates.${file.state}`) : t(`refusal.${file.code}`);
  const warnings = file.warnings.map((warning) => t(`warning.${warning}`));
  return (
    <div className={styles['fileText']}>
      <p className={styles['fileName']}>
        {file.document === undefined ? (
          file.path
        ) : (
          <a href={printRoute({ screen: 'record', id: file.document, page: null })}>{file.path}</a>
        )}
        {file.bound?.leaf !== undefined && <span>{t('import.boundLeaf', { leaf: file.bound.leaf })}</span>}
        {file.pages !== undefined && <span>{t('import.pages', { count: file.pages })}</span>}
      </p>
      <p className={styles['fileSaid']}>{[said, ...warnings].join(' ')}</p>
    </div>
  );
}
