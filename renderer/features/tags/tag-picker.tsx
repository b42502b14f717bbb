/** Tags of one or many records: shown, taken off, added by typing. The keyboard does all of it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as newId } from 'uuid';
import { newRecord } from '../../../shared/sync/edits.ts';
import { useTags } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useDesk } from '../../ui/desk.ts';
import { SuggestBox } from '../../ui/suggest-box.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { TagChips } from './tag-chips.tsx';
import { isKnownName, matchingTags, tagCounts, tagEdits } from './tagging.ts';
import styles from './tags.module.css';

type TagPickerProps = {
  records: readonly CatalogueRecord[];
  /** Where another picker stands beside it. */
  label?: string;
};

const CREATE = 'create';
const SHOWN_TAGS = 50;

export function TagPicker({ records, label }: TagPickerProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const labels = useLabels();
  const tags = useTags() ?? [];
  const [text, setText] = useState('');
  const counts = tagCounts(records);
  const canWrite = desk.capabilities.canWrite && records.every((record) => !record.deleted);

  const change = async (tag: string, given: boolean) => {
    const edits = tagEdits(records, tag, given);
    if (edits.length === 0) return;
    if (!(await desk.write(given ? 'tag.add' : 'tag.remove', edits))) return;
    desk.say({ text: t(given ? 'said.tagged' : 'said.untagged', { count: edits.length }), undo: true });
  };
  /** The tag and its first use are one change: one undo takes both back. */
  const create = async (label: string) => {
    const id = newId();
    const edits = [
      newRecord(id, 'tag', { [`label/${labels.language}`]: label }),
      ...tagEdits(records, id, true),
    ];
    if (await desk.write('tag.create', edits))
      desk.say({ text: t('said.tagCreated', { label }), undo: true });
  };
  const choose = (id: string) => void (id === CREATE ? create(text.trim()) : change(id, true));

  const offered = matchingTags(tags, text, labels.language)
    .filter((tag) => (counts.get(tag.id) ?? 0) < records.length)
    .slice(0, SHOWN_TAGS)
    .map((tag) => ({ id: tag.id, label: labels.title(tag) }));
  const mayCreate = text.trim() !== '' && !isKnownName(tags, text);
  const items = mayCreate
    ? [...offered, { id: CREATE, label: t('tag.create', { label: text.trim() }) }]
    : offered;

  return (
    <section className={styles['picker']} aria-label={label ?? t('tag.heading')}>
      <h3>{t('tag.heading')}</h3>
      <TagChips
        tags={tags.filter((tag) => counts.has(tag.id))}
        counts={counts}
        total={records.length}
        onRemove={canWrite ? (tag) => void change(tag, false) : null}
      />
      {canWrite && (
        <SuggestBox
          label={t('tag.add', { count: records.length })}
          placeholder={t('tag.placeholder')}
          suggestions={items}
          noneText={t('tag.none')}
          text={text}
          onText={setText}
          onChoose={choose}
        />
      )}
    </section>
  );
}
