/** All pages of a document as small pictures; several can be chosen at once, for tags. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { imageOf, tagsOf } from '../../../shared/model/record-values.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Icon } from '../../ui/icons.tsx';
import { RowList } from '../../ui/row-list.tsx';
import type { Selection } from '../../ui/selection.ts';
import styles from './viewer.module.css';

type PageStripProps = {
  pages: readonly CatalogueRecord[];
  selection: Selection;
  onSelect: (selection: Selection) => void;
};

const ROW_PX = 132;

export function PageStrip({ pages, selection, onSelect }: PageStripProps) {
  const { t } = useTranslation();
  const ids = useMemo(() => pages.map((page) => page.id), [pages]);
  const indexById = useMemo(() => new Map(pages.map((page, index) => [page.id, index])), [pages]);
  return (
    <div className={styles['strip']}>
      <RowList
        label={t('viewer.strip')}
        ids={ids}
        selected={selection.ids}
        current={selection.current}
        multiple
        rowHeight={ROW_PX}
        onSelect={(selected, current) => onSelect({ ids: selected, current })}
      >
        {(id) => {
          const index = indexById.get(id) ?? 0;
          const page = pages[index];
          return page === undefined ? null : <Thumb page={page} index={index} />;
        }}
      </RowList>
    </div>
  );
}

function Thumb({ page, index }: { page: CatalogueRecord; index: number }) {
  const { t } = useTranslation();
  const image = imageOf(page.values);
  const tags = tagsOf(page.values).length;
  return (
    <div className={styles['thumb']}>
      {image === null ? (
        <span className={styles['noThumb']}>
          <Icon name="page" size={32} />
        </span>
      ) : (
        <img
          src={`/picture/${image.sha256}/${image.index}/thumb`}
          alt=""
          decoding="async"
          draggable={false}
          onError={(event) => event.currentTarget.setAttribute('hidden', '')}
        />
      )}
      <span className={styles['thumbLabel']}>
        {t('viewer.pageShort', { page: index + 1 })}
        {page.values['regions'] === true && (
          <span role="img" aria-label={t('viewer.marked')} title={t('viewer.marked')}>
            <Icon name="region" size={11} />
          </span>
        )}
        {tags > 0 && (
          <>
            <Icon name="tag" size={11} />
            {tags}
          </>
        )}
      </span>
    </div>
  );
}
