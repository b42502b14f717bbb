/** The regions of the pages shown as a list; the one chosen with its words, its tags and its acts. */
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { tagsOf } from '../../../shared/model/record-values.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { RowList } from '../../ui/row-list.tsx';
import { RegionText } from './region-text.tsx';
import styles from './regions.module.css';
import type { PageRegion } from './use-regions.ts';

type RegionPanelProps = {
  regions: readonly PageRegion[];
  selected: string | null;
  /** The region just drawn: its words are asked for at once. */
  fresh: string | null;
  canWrite: boolean;
  onSelect: (id: string | null) => void;
  /** Moves it by keys on the stage. */
  onAdjust: (id: string) => void;
  onRemove: (region: PageRegion) => void;
  /** Another picture took the place of the one that it was drawn on. */
  isDisplaced: (region: PageRegion) => boolean;
  onConfirm: (region: PageRegion) => void;
  /** The stage takes the keys again. */
  onLeave: () => void;
  /** Tags of a region, from the feature that owns them. */
  renderTags: (record: CatalogueRecord) => ReactNode;
};

const ROW_PX = 28;
const MOST_ROWS = 6;

export function RegionPanel(props: RegionPanelProps) {
  const { regions, selected, fresh, canWrite, onSelect } = props;
  const { t } = useTranslation();
  const heading = useId();
  const chosen = regions.find(({ id }) => id === selected) ?? null;
  const byId = new Map(regions.map((region) => [region.id, region]));
  if (regions.length === 0) return null;
  return (
    <section className={styles['panel']} aria-labelledby={heading}>
      <h2 id={heading}>
        <Icon name="region" />
        {t('region.heading', { count: regions.length })}
      </h2>
      <div
        className={styles['list']}
        style={{ height: `${(Math.min(regions.length, MOST_ROWS) * ROW_PX) / 16}rem` }}
      >
        <RowList
          label={t('region.list')}
          ids={regions.map(({ id }) => id)}
          selected={new Set(selected === null ? [] : [selected])}
          current={selected}
          rowHeight={ROW_PX}
          onSelect={(_, current) => onSelect(current)}
          onOpen={props.onAdjust}
        >
          {(id) => {
            const region = byId.get(id);
            return region === undefined ? null : (
              <Row region={region} isDisplaced={props.isDisplaced(region)} />
            );
          }}
        </RowList>
      </div>
      {chosen !== null && (
        <div className={styles['chosen']}>
          {props.isDisplaced(chosen) && (
            <div className={styles['notice']} role="status" data-displaced="">
              <p>
                <Icon name="warning" size={12} />
                {t('region.moved')}
              </p>
              <p>{t('region.movedHint')}</p>
              {canWrite && <Button onPress={() => props.onConfirm(chosen)}>{t('region.inPlace')}</Button>}
            </div>
          )}
          <RegionText
            key={chosen.id}
            region={chosen}
            isReadOnly={!canWrite}
            hasFocus={chosen.id === fresh}
            onLeave={props.onLeave}
          />
          {props.renderTags(chosen.record)}
          {canWrite && (
            <div className={styles['acts']}>
              <Button icon="move" onPress={() => props.onAdjust(chosen.id)}>
                {t('region.adjust')}
              </Button>
              <Button icon="bin" variant="danger" onPress={() => props.onRemove(chosen)}>
                {t('region.remove')}
              </Button>
            </div>
          )}
        </div>
      )}
    </section>
  );
}

function Row({ region, isDisplaced }: { region: PageRegion; isDisplaced: boolean }) {
  const { t } = useTranslation();
  const tags = tagsOf(region.record.values).length;
  const firstLine = region.text.split('\n')[0] ?? '';
  return (
    <span className={styles['row']}>
      <span className={styles['words']} data-bare={firstLine === ''}>
        {firstLine === '' ? t('region.bare') : firstLine}
      </span>
      {isDisplaced && (
        <span
          className={styles['displaced']}
          role="img"
          aria-label={t('region.moved')}
          title={t('region.moved')}
        >
          <Icon name="warning" size={11} />
        </span>
      )}
      {tags > 0 && (
        <span className={styles['tags']}>
          <Icon name="tag" size={11} />
          {tags}
        </span>
      )}
    </span>
  );
}
