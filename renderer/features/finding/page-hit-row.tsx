/** A page that was found by its text: which one, the text as it stands with what was found marked, and whether it is sure. */
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icons.tsx';
import { isUncertain, type PageHit } from './page-answer.ts';
import styles from './finding.module.css';

export function PageHitRow({ hit }: { hit: PageHit }) {
  const { t } = useTranslation();
  const place = [
    hit.leaf !== null && t('find.texts.leaf', { leaf: hit.leaf }),
    hit.at !== null && t('find.texts.page', { page: hit.at }),
  ].filter((part) => part !== false);
  return (
    <>
      <span className={styles['indent']} />
      <Icon name="page" />
      <div className={styles['hitText']}>
        <p className={styles['pagePlace']}>
          <span>{place.length === 0 ? t('level.page') : place.join(' · ')}</span>
          {isUncertain(hit) && <span className={styles['badge']}>{t('find.texts.possible')}</span>}
        </p>
        <p className={styles['pageSnippet']}>
          <Snippet snippet={hit.snippet} />
        </p>
      </div>
    </>
  );
}

/** What was asked for stands behind a word that only may be it, so that nobody takes the one for the other. */
function Snippet({ snippet: { text, marks } }: { snippet: PageHit['snippet'] }) {
  const { t } = useTranslation();
  const ordered = [...marks].sort((a, b) => a.start - b.start);
  const ends = [0, ...ordered.map(({ end }) => end)];
  return (
    <>
      {ordered.map(({ start, end, tier, reading }, i) => {
        const word = isUncertain({ tier }) ? reading : null;
        return (
          <Fragment key={start}>
            {text.slice(ends[i], start)}
            <mark
              className={styles['mark']}
              data-possible={isUncertain({ tier })}
              {...(word === null ? {} : { title: t('find.texts.readAs', { word }) })}
            >
              {text.slice(start, end)}
            </mark>
            {word !== null && <span className={styles['reading']}>{t('find.texts.reading', { word })}</span>}
          </Fragment>
        );
      })}
      {text.slice(ends.at(-1))}
    </>
  );
}
