/** The tags of the archive: how often each is used, and what carries several of them at once. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { compareText } from '../../../shared/model/compare-text.ts';
import { textOf } from '../../../shared/model/record-values.ts';
import { useRecords, useTags } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useTagCounts } from '../../db/tag-counts.ts';
import { IconButton } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { printRoute } from '../../ui/route.ts';
import { useLabels } from '../../ui/use-label.ts';
import { EditTagDialog } from './edit-tag-dialog.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import styles from './vocabulary.module.css';

const NOTHING: readonly string[] = [];
/** More than a person looks through; another tag narrows further. */
const MOST_SHOWN = 300;

type Asked = { readonly what: 'edit' | 'merge'; readonly tag: CatalogueRecord };

export function VocabularyPage() {
  const { t } = useTranslation();
  const desk = useDesk();
  const labels = useLabels();
  const [ticked, setTicked] = useState<readonly string[]>(NOTHING);
  const [asked, setAsked] = useState<Asked | null>(null);
  const compare = compareText(labels.language);
  const loaded = useTags();
  const tags = (loaded ?? [])
    .filter((tag) => !tag.deleted)
    .map((tag) => ({ tag, label: labels.title(tag) }))
    .sort((a, b) => compare(a.label, b.label));
  // A tag that was merged away no longer narrows.
  const chosen = ticked.filter((id) => tags.some(({ tag }) => tag.id === id));
  const found = useTagCounts(
    tags.map(({ tag }) => tag.id),
    chosen,
  );
  const close = () => setAsked(null);
  const toggle = (id: string) =>
    setTicked(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);

  return (
    <section className={styles['page']} aria-label={t('nav.vocabulary')}>
      <h1>{t('nav.vocabulary')}</h1>
      {loaded !== undefined && tags.length === 0 && (
        <EmptyState icon="tag" title={t('tag.noneYet')} hint={t('empty.tagHint')} />
      )}
      {tags.length > 0 && (
        <div className={styles['columns']}>
          <ul className={styles['tags']} aria-label={t('nav.vocabulary')}>
            {tags.map(({ tag, label }) => {
              const count = found?.counts[tag.id] ?? 0;
              const colour = textOf(tag.values, 'colour');
              return (
                <li key={tag.id} className={styles['tag']} data-tag={label} data-count={count}>
                  <label className={styles['name']}>
                    <input
                      type="checkbox"
                      checked={chosen.includes(tag.id)}
                      disabled={count === 0 && !chosen.includes(tag.id)}
                      onChange={() => toggle(tag.id)}
                    />
                    <span className={styles['dot']} style={colour === null ? {} : { background: colour }} />
                    <span className={styles['label']}>{label}</span>
                  </label>
                  <span className={styles['count']}>{t('vocabulary.used', { count })}</span>
                  {desk.capabilities.canWrite && (
                    <span className={styles['acts']}>
                      <IconButton
                        icon="edit"
                        label={t('vocabulary.edit', { label })}
                        onPress={() => setAsked({ what: 'edit', tag })}
                      />
                      <IconButton
                        icon="merge"
                        label={t('vocabulary.mergeAway', { label })}
                        isDisabled={tags.length < 2}
                        onPress={() => setAsked({ what: 'merge', tag })}
                      />
                    </span>
                  )}
                </li>
              );
            })}
          </ul>
          <Carriers
            chosen={tags.filter(({ tag }) => chosen.includes(tag.id)).map(({ label }) => label)}
            ids={found?.carriers ?? NOTHING}
          />
        </div>
      )}
      {asked?.what === 'edit' && (
        <EditTagDialog
          tag={asked.tag}
          title={t('vocabulary.edit', { label: labels.title(asked.tag) })}
          onClose={close}
        />
      )}
      {asked?.what === 'merge' && (
        <MergeDialog
          tag={asked.tag}
          others={tags.map(({ tag }) => tag).filter(({ id }) => id !== asked.tag.id)}
          onClose={close}
        />
      )}
    </section>
  );
}

function Carriers({ chosen, ids }: { chosen: readonly string[]; ids: readonly string[] }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const records = useRecords(ids.slice(0, MOST_SHOWN)) ?? [];
  if (chosen.length === 0) return <p className={styles['hint']}>{t('vocabulary.filterHint')}</p>;
  const names = chosen.join(' + ');
  return (
    <section className={styles['carriers']} aria-label={names}>
      <h2>{names}</h2>
      <p role="status" className={styles['hint']}>
        {t('list.count', { count: ids.length })}
        {ids.length > MOST_SHOWN && ` · ${t('vocabulary.first', { shown: MOST_SHOWN })}`}
      </p>
      <ul>
        {records.map(
          (record) =>
            record !== null && (
              <li key={record.id}>
                <span className={styles['level']}>{t(`level.${record.t}`)}</span>
                <a href={printRoute({ screen: 'record', id: record.id, page: null })}>
                  {labels.full(record)}
                </a>
              </li>
            ),
        )}
      </ul>
    </section>
  );
}
