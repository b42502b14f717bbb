/** All that carries one tag: units, documents and pages together. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { compareText } from '../../../shared/model/compare-text.ts';
import { LEVELS } from '../../../shared/model/record-types.ts';
import { useRecord, useRecords, useTagged } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { NOTHING_SELECTED, type Selection } from '../../ui/selection.ts';
import { useLabels, type Labels } from '../../ui/use-label.ts';
import { chosenOf, ListPage } from './list-page.tsx';
import { RecordToolbar } from './record-toolbar.tsx';
import { useChosen } from './use-chosen.ts';

type TaggedPageProps = { tag: string; selection: Selection; onSelect: (selection: Selection) => void };

/** More than a person looks through; finding narrows further. */
const MOST = 5000;

export function TaggedPage({ tag, selection, onSelect }: TaggedPageProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const record = useRecord(tag);
  const tagged = useTagged(tag, MOST);
  const records = useRecords(tagged ?? []);
  const list = useMemo(
    () =>
      records === undefined
        ? undefined
        : { ids: inOrder(chosenOf(records), labels).map((each) => each.id), isWhole: true },
    [records, labels],
  );
  const chosen = useChosen(selection);
  const title = record ? labels.title(record) : '';
  return (
    <ListPage
      title={<h1>{t('tag.page', { label: title })}</h1>}
      label={t('tag.page', { label: title })}
      list={list}
      kind="tag"
      place={null}
      tools={<RecordToolbar place={undefined} chosen={chosen} onGone={() => onSelect(NOTHING_SELECTED)} />}
      empty={<EmptyState icon="tag" title={t('empty.tag')} hint={t('empty.tagHint')} />}
      selection={selection}
      onSelect={onSelect}
    />
  );
}

/** By level from the top, then by title: the index of tags has an order of its own. */
function inOrder(records: readonly CatalogueRecord[], labels: Labels): CatalogueRecord[] {
  const compare = compareText(labels.language);
  const levelOf = (record: CatalogueRecord) => LEVELS.findIndex((level) => level === record.t);
  return records
    .filter((record) => !record.deleted)
    .map((record) => ({ record, title: labels.full(record) }))
    .sort((a, b) => levelOf(a.record) - levelOf(b.record) || compare(a.title, b.title))
    .map(({ record }) => record);
}
