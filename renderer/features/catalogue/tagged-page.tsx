/** All that carries one tag: units, documents and pages together. */
import { useTranslation } from 'react-i18next';
import { useRecord, useRecords, useTagged } from '../../db/hooks.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { NOTHING_SELECTED, type Selection } from '../../ui/selection.ts';
import { useLabels } from '../../ui/use-label.ts';
import { chosenOf, ListPage } from './list-page.tsx';
import { RecordToolbar } from './record-toolbar.tsx';

type TaggedPageProps = { tag: string; selection: Selection; onSelect: (selection: Selection) => void };

/** More than a person looks through; finding narrows further. */
const MOST = 5000;

export function TaggedPage({ tag, selection, onSelect }: TaggedPageProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const record = useRecord(tag);
  const tagged = useTagged(tag, MOST);
  const records = useRecords(tagged ?? []);
  const ids =
    tagged === undefined
      ? undefined
      : chosenOf(records)
          .filter((each) => !each.deleted)
          .map((each) => each.id);
  const chosen = chosenOf(useRecords([...selection.ids]));
  const title = record ? labels.title(record) : '';
  return (
    <ListPage
      title={<h1>{t('tag.page', { label: title })}</h1>}
      label={t('tag.page', { label: title })}
      ids={ids}
      tools={<RecordToolbar place={undefined} chosen={chosen} onGone={() => onSelect(NOTHING_SELECTED)} />}
      empty={<EmptyState icon="tag" title={t('empty.tag')} hint={t('empty.tagHint')} />}
      selection={selection}
      onSelect={onSelect}
    />
  );
}
