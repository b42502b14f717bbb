/** The viewer of a document: page strip, toolbar, stage. One for scans and PDF. */
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fileOf } from '../../../shared/model/record-values.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { Selection } from '../../ui/selection.ts';
import { PageStage, type StageHandle } from './page-stage.tsx';
import { PageStrip } from './page-strip.tsx';
import { usePageLoader } from './use-pages-shown.ts';
import { ViewerToolbar } from './viewer-toolbar.tsx';
import styles from './viewer.module.css';

type ViewerProps = {
  document: CatalogueRecord;
  /** Undefined while the host has not answered. */
  pages: readonly CatalogueRecord[] | undefined;
  /** The page shown, from 0. */
  index: number;
  selection: Selection;
  onTurn: (index: number) => void;
  onSelect: (selection: Selection) => void;
  /** Path and acts, from the catalogue. */
  head: ReactNode;
};

export function Viewer(props: ViewerProps) {
  const { document, pages, index, selection, onTurn, onSelect, head } = props;
  const { t } = useTranslation();
  const stage = useRef<StageHandle>(null);
  const loader = usePageLoader(document);
  const file = fileOf(document.values);
  const isBare = file === null || !file.picture || (pages !== undefined && pages.length === 0);
  return (
    <section className={styles['viewer']} aria-label={t('viewer.label')}>
      {head}
      {isBare && (
        <EmptyState
          icon="document"
          title={t(file === null ? 'viewer.noFile' : 'viewer.notPictured')}
          hint={t(file === null ? 'viewer.noFileHint' : 'viewer.notPicturedHint')}
        />
      )}
      {!isBare && pages !== undefined && (
        <>
          <ViewerToolbar
            index={index}
            total={pages.length}
            onCommand={(command) => stage.current?.run(command)}
            onGoTo={onTurn}
          />
          <div className={styles['body']}>
            <PageStrip pages={pages} selection={selection} onSelect={onSelect} />
            <PageStage
              key={document.id}
              ref={stage}
              pages={pages}
              index={index}
              loader={loader}
              onTurn={onTurn}
            />
          </div>
        </>
      )}
    </section>
  );
}
