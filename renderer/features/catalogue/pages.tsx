/** The lists of the catalogue: top, a record's own, what is not placed yet, the bin. */
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { usePlaceIds } from '../../db/place-ids.ts';
import { useSyncStatus } from '../../db/sync-status.ts';
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
import { useCutPaste } from './use-cut-paste.ts';
import { useRecordActs } from './use-record-acts.ts';

type PageProps = { selection: Selection; onSelect: (selection: Selection) => void };

/** `record` null: the top of the catalogue, where the fonds stand. */
type PlacePageProps = PageProps & {
  record: CatalogueRecord | null;
  extraTools: ReactNode;
  /** Of a unit: its leaves, above the list and in its place. */
  above?: ReactNode;
  instead?: ReactNode;
};

export function PlacePage(props: PlacePageProps) {
  const { record, selection, onSelect, above, instead } = props;
  const { t } = useTranslation();
  const place = record?.id ?? null;
  const list = usePlaceIds(place ?? 'top');
  const taken = useTaken(selection, record);
  // Leaves have acts of their own, by the same keys.
  const isList = (instead ?? null) === null;
  const paste = useCutPaste(taken, taken.size, place, !isList);
  const chosen = useChosen(selection);
  return (
    <ListPage
      title={record === null ? <h1>{t('nav.catalogue')}</h1> : <Breadcrumbs record={record} />}
      label={t('nav.catalogue')}
      list={list}
      kind={record?.t ?? 'top'}
      place={place ?? 'top'}
      tools={
        <div className={styles['tools']}>
          {paste !== null && <CommandButton command={paste} icon="move" />}
          <RecordToolbar
            place={record}
            chosen={isList ? actedOn(record, selection, chosen) : null}
            onGone={() => onSelect(NOTHING_SELECTED)}
          />
          {props.extraTools}
        </div>
      }
      empty={<EmptyPlace type={record?.t ?? null} />}
      above={above}
      instead={instead}
      selection={selection}
      onSelect={onSelect}
    />
  );
}

function EmptyPlace({ type }: { type: string | null }) {
  const { t } = useTranslation();
  const exchange = useSyncStatus();
  const level = levelsUnder(type).at(0);
  // What is at the centre comes whole, at the end of the first fetch: until then nothing is known to be empty.
  if (type === null && exchange?.link === 'linked' && exchange.lastComplete === null)
    return <EmptyState icon="archive" title={t('empty.coming')} hint={t('empty.comingHint')} />;
  return (
    <EmptyState
      icon={type === null ? 'archive' : 'unit'}
      title={t(type === null ? 'empty.top' : 'empty.place')}
      hint={t(level === undefined ? 'empty.placeHint' : `emptyHint.${level}`)}
    />
  );
}

/** What is chosen, else the place itself. */
function actedOn(
  record: CatalogueRecord | null,
  { ids }: Selection,
  chosen: readonly CatalogueRecord[],
): readonly CatalogueRecord[] {
  return ids.size > 0 || record === null ? chosen : [record];
}

/** What a cut takes: what is chosen, else the place itself. */
function useTaken({ ids }: Selection, record: CatalogueRecord | null): ReadonlySet<string> {
  return useMemo(() => (ids.size > 0 || record === null ? ids : new Set([record.id])), [ids, record]);
}

export function UnplacedPage({ selection, onSelect, extraTools }: PageProps & { extraTools: ReactNode }) {
  const { t } = useTranslation();
  const list = usePlaceIds('loose');
  useCutPaste(selection.ids, selection.ids.size, null);
  const chosen = useChosen(selection);
  return (
    <ListPage
      title={<h1>{t('nav.unplaced')}</h1>}
      label={t('nav.unplaced')}
      list={list}
      kind="unplaced"
      place="loose"
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
  const list = usePlaceIds('bin');
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
      list={list}
      kind="bin"
      place={null}
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
