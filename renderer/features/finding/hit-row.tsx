/** One record that was found: its title, level, full code and path, with the words that were asked for marked where they stand. */
import { useTranslation } from 'react-i18next';
import { datesOf } from '../../../shared/model/record-values.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import type { Marked } from '../../../shared/text/highlights.ts';
import { Icon } from '../../ui/icons.tsx';
import { iconOf } from '../../ui/record-icon.ts';
import { useLabels } from '../../ui/use-label.ts';
import { codeLine, foundSnippet, line, tagLines, type Snippet } from './found-texts.ts';
import styles from './finding.module.css';
import { MarkedText } from './marked-text.tsx';
import { useTagNames } from './use-tag-names.ts';

export type HitRowProps = {
  record: CatalogueRecord;
  /** From the top; empty until they are read. */
  ancestors: readonly CatalogueRecord[];
  exact: boolean;
  /** The word that stands there in place of one that was asked for. */
  near: string | undefined;
  marked: Marked;
};

export function HitRow({ record, ancestors, exact, near, marked }: HitRowProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const snippet = foundSnippet(record.values, labels.title(record), marked);
  // A region has no title: its words stand in the title's place.
  const isUntitled = record.t === 'region' && labels.title(record) === '';
  const title = line(labels.title(record) || labels.full(record), marked);
  const code = codeLine([...ancestors, record], labels.language, marked);
  const path = ancestors.map((each) => labels.title(each) || labels.code(each)).join(' › ');
  const dates = datesOf(record.values)?.written ?? '';
  const isInBin = record.deleted || ancestors.some((each) => each.deleted);
  return (
    <>
      <Icon name={iconOf(record.t)} />
      <div className={styles['hitText']}>
        <p className={styles['hitTitle']}>
          <span className={styles['title']}>
            <MarkedText {...(isUntitled && snippet !== null ? snippet : title)} />
          </span>
          <span className={styles['level']}>{t(`level.${record.t}`)}</span>
          {dates !== '' && (
            <span className={styles['level']}>
              <MarkedText {...line(dates, marked)} />
            </span>
          )}
          {exact && <span className={styles['exact']}>{t('find.exact')}</span>}
          {near !== undefined && <span className={styles['near']}>{t('find.near', { word: near })}</span>}
          {isInBin && <span className={styles['near']}>{t('find.inBin')}</span>}
        </p>
        <p className={styles['hitPath']}>
          {code !== null && (
            <span className={styles['hitCode']}>
              <MarkedText {...code} />
            </span>
          )}
          <span className={styles['path']}>{path}</span>
        </p>
        <FoundLine record={record} snippet={isUntitled ? null : snippet} marked={marked} />
      </div>
    </>
  );
}

type FoundLineProps = { record: CatalogueRecord; snippet: Snippet | null; marked: Marked };

/** Its tags, and where else the words stand. */
function FoundLine({ record, snippet, marked }: FoundLineProps) {
  const { t } = useTranslation();
  const tagName = useTagNames();
  const field = snippet === null ? '' : t(`find.in.${snippet.field}`, t('find.in.text'));
  return (
    <p className={styles['hitFound']}>
      {tagLines(record.values, tagName, marked).map((tag) => (
        <span key={tag.text} className={styles['hitTag']}>
          <MarkedText {...tag} />
        </span>
      ))}
      {snippet !== null && (
        <span>
          <span className={styles['field']}>{`${field}: `}</span>
          <MarkedText {...snippet} />
        </span>
      )}
    </p>
  );
}
