/** Filters that are picked by typing: fonds by code or title, tags by name. What is picked stands beside as a chip. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button as AriaButton } from 'react-aria-components';
import { compareText } from '../../../shared/model/compare-text.ts';
import { analyse } from '../../../shared/text/analyse.ts';
import { codeTokens } from '../../../shared/text/code-tokens.ts';
import { queryTerms } from '../../../shared/query/query-terms.ts';
import { numberOf } from '../../../shared/model/record-values.ts';
import { useChildren, useTags } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import type { FindQuery } from '../../ui/find-query.ts';
import { Icon } from '../../ui/icons.tsx';
import { SuggestBox } from '../../ui/suggest-box.tsx';
import { useLabels } from '../../ui/use-label.ts';
import type { ShownFacets } from './facets.ts';
import styles from './filters.module.css';
import chipStyles from './query-line.module.css';

type PickedProps = {
  query: FindQuery;
  facets: ShownFacets;
  onChange: (next: Partial<FindQuery>) => void;
};

const MAX_FONDS = 5000;
const SHOWN = 60;

export function FondsFilter({ query, facets, onChange }: PickedProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const [text, setText] = useState('');
  const all = useChildren('top', MAX_FONDS)?.rows ?? [];
  const offered = all
    .filter(({ id }) => !query.fonds.includes(id))
    .filter((fonds) => isAskedFor(fonds, text));
  return (
    <Picked
      label={t('find.fonds')}
      placeholder={t('find.fondsHint')}
      noneText={t('find.noFonds')}
      text={text}
      onText={setText}
      offered={inOrderOfCounts(offered, facets.fonds)}
      picked={all.filter(({ id }) => query.fonds.includes(id))}
      counts={facets.fonds}
      nameOf={(fonds) => labels.full(fonds)}
      onPick={(id) => onChange({ fonds: [...query.fonds, id] })}
      onDrop={(id) => onChange({ fonds: query.fonds.filter((each) => each !== id) })}
    />
  );
}

/** By code in any of its forms, or by words of its titles. */
function isAskedFor({ values }: CatalogueRecord, text: string): boolean {
  const { words, begun } = queryTerms(text);
  const number = numberOf(values);
  const titles = ['title/kk', 'title/ru', 'title/en'].map((field) => values[field]);
  const own = [
    ...(number === null ? [] : codeTokens({ fonds: number })),
    ...titles.flatMap((title) => (typeof title === 'string' ? wordsOf(title) : [])),
  ];
  return words.every((word) =>
    own.some((each) => each === word || (word === begun && each.startsWith(word))),
  );
}

function wordsOf(title: string): string[] {
  return analyse(title, 'typed').map(({ exact }) => exact);
}

export function TagFilter({ query, facets, onChange }: PickedProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const [text, setText] = useState('');
  const compare = compareText(labels.language);
  const all = [...(useTags() ?? [])].sort((a, b) => compare(labels.title(a), labels.title(b)));
  const wanted = text.trim().toLocaleLowerCase(labels.language);
  const isNamed = (tag: CatalogueRecord) =>
    ['label/kk', 'label/ru', 'label/en'].some((field) => {
      const name = tag.values[field];
      return typeof name === 'string' && name.toLocaleLowerCase(labels.language).includes(wanted);
    });
  const offered = all.filter((tag) => !query.tags.includes(tag.id) && isNamed(tag));
  return (
    <Picked
      label={t('find.tags')}
      placeholder={t('find.tagsHint')}
      noneText={t('find.noTags')}
      text={text}
      onText={setText}
      offered={inOrderOfCounts(offered, facets.tags)}
      picked={all.filter(({ id }) => query.tags.includes(id))}
      counts={facets.tags}
      nameOf={(tag) => labels.title(tag)}
      onPick={(id) => onChange({ tags: [...query.tags, id] })}
      onDrop={(id) => onChange({ tags: query.tags.filter((each) => each !== id) })}
    />
  );
}

/** Those that would leave nothing stand behind, in their own order. */
function inOrderOfCounts(
  records: readonly CatalogueRecord[],
  counts: Readonly<Record<string, number>>,
): readonly CatalogueRecord[] {
  const has = ({ id }: CatalogueRecord) => (counts[id] ?? 0) > 0;
  return [...records.filter(has), ...records.filter((record) => !has(record))].slice(0, SHOWN);
}

type PickProps = {
  label: string;
  placeholder: string;
  noneText: string;
  text: string;
  onText: (text: string) => void;
  offered: readonly CatalogueRecord[];
  picked: readonly CatalogueRecord[];
  counts: Readonly<Record<string, number>>;
  nameOf: (record: CatalogueRecord) => string;
  onPick: (id: string) => void;
  onDrop: (id: string) => void;
};

function Picked(props: PickProps) {
  const { label, offered, picked, counts, nameOf, onPick, onDrop } = props;
  const { t } = useTranslation();
  return (
    <div className={styles['pick']}>
      <SuggestBox
        label={label}
        placeholder={props.placeholder}
        noneText={props.noneText}
        suggestions={offered.map((record) => ({
          id: record.id,
          label: `${nameOf(record)} — ${counts[record.id] ?? 0}`,
        }))}
        text={props.text}
        onText={props.onText}
        onChoose={onPick}
      />
      {picked.length > 0 && (
        <ul className={chipStyles['chips']} aria-label={label}>
          {picked.map((record) => (
            <li key={record.id} className={chipStyles['chip']}>
              <span>{nameOf(record)}</span>
              <AriaButton
                className={chipStyles['drop'] ?? ''}
                aria-label={t('find.drop', { name: nameOf(record) })}
                onPress={() => onDrop(record.id)}
              >
                <Icon name="close" size={10} />
              </AriaButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
