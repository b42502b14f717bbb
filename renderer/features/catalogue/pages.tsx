/** The lists of the catalogue: top, a record's own, what is not placed yet, the bin. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useChildIds } from '../../db/hooks.ts';
import { Button, CommandButton } from '../../ui/button.tsx';
import { useCommands, type Command } from '../../ui/commands.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { NOTHING_SELECTED, type Selection } from '../../ui/selection.ts';
import { Breadcrumbs } from './breadcrumbs.tsx';
import styles from './catalogue-page.module.css';
import { levelsUnder } from './levels.ts';
import { ListPage } from './list-page.tsx';
import { RecordToolbar } from './record-toolbar.tsx';
import { useChosen } from './use-chosen.ts';
import { useRecordActs } from './use-record-acts.ts';

type PageProps = { selection: Selection; onSelect: (selection: Selection) => void };

/** `record` null: the top of the catalogue, where the fonds stand. */
export function PlacePage(props: PageProps & { record: CatalogueRecord | null; extraTools: ReactNode }) {
  const { record, selection, onSelect } = props;
  const { t } = useTranslation();
  const ids = useChildIds(record?.id ?? 'top');
  const chosen = useChosen(selection);
  const levels = levelsUnder(record?.t ?? null);
  const level = levels.at(0);
  return (
    <ListPage
      title={record === null ? <h1>{t('nav.catalogue')}</h1> : <Breadcrumbs record={record} />}
      label={t('nav.catalogue')}
      ids={ids}
      tools={
        <div className={styles['tools']}>
          <RecordToolbar
            place={record}
            chosen={selection.ids.size > 0 || record === null ? chosen : [record]}
            onGone={() => onSelect(NOTHING_SELECTED)}
          />
          {props.extraTools}
        </div>
      }
      empty={
        <EmptyState
          icon={record === null ? 'archive' : 'unit'}
          title={t(record === null ? 'empty.top' : 'empty.place')}
          hint={t(level === undefined ? 'empty.placeHint' : `emptyHint.${level}`)}
        />
      }
      selection={selection}
      onSelect={onSelect}
    />
  );
}

export function UnplacedPage({ selection, onSelect, extraTools }: PageProps & { extraTools: ReactNode }) {
  const { t } = useTranslation();
  const ids = useChildIds('loose');
  const chosen = useChosen(selection);
  return (
    <ListPage
      title={<h1>{t('nav.unplaced')}</h1>}
      label={t('nav.unplaced')}
      ids={ids}
      tools={
        <div className={styles['tools']}>
          <RecordToolbar place={undefined} chosen={chosen} onGone={() => onSelect(NOTHING_SELECTED)} />
          {extraTools}
        </div>
      }
      empty={<EmptyState icon="inbox" title={t('empty.unplaced')} hint={t('empty.unplacedHint')} />}
      selection={selection}
      onSelect={onSelect}
    />
  );
}

export function BinPage({ selection, onSelect }: PageProps) {
  const { t } = useTranslation();
  const ids = useChildIds('bin');
  const chosen = useChosen(selection);
  const acts = useRecordActs();
  const restore: Command = {
    id: 'restore',
    label: t('act.restore'),
    isDisabled: chosen.length === 0,
    run: () => void acts.restore(chosen).then((isSafe) => isSafe && onSelect(NOTHING_SELECTED)),
  };
  useCommands([restore]);
  return (
    <ListPage
      title={<h1>{t('nav.bin')}</h1>}
      label={t('nav.bin')}
      ids={ids}
      tools={<CommandButton command={restore} icon="restore" />}
      empty={<EmptyState icon="bin" title={t('empty.bin')} hint={t('empty.binHint')} />}
      selection={selection}
      onSelect={onSelect}
    />
  );
}

/** Says that a record is in the bin, with the way out. */
export function BinnedBanner({ record }: { record: CatalogueRecord }) {
  const { t } = useTranslation();
  const acts = useRecordActs();
  if (!record.deleted) return null;
  return (
    <div className={styles['binned']} role="status">
      <span>{t('bin.banner')}</span>
      <Button icon="restore" onPress={() => void acts.restore([record])}>
        {t('act.restore')}
      </Button>
    </div>
  );
}
