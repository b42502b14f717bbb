/** The left pane: the tree, the lists beside it, the tags. */
import { useTranslation } from 'react-i18next';
import { usePlaceIds } from '../db/place-ids.ts';
import { DragSign } from '../features/catalogue/drag-sign.tsx';
import { JumpField } from '../features/catalogue/jump-field.tsx';
import { TreeView } from '../features/catalogue/tree-view.tsx';
import { useInboxCount } from '../features/inbox/use-inbox-count.ts';
import { TagList } from '../features/tags/tag-list.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { goToRecord, printRoute, type Route } from '../ui/route.ts';
import styles from './frame.module.css';
import { Splitter } from './splitter.tsx';

export function LeftPane({ route }: { route: Route }) {
  const { t } = useTranslation();
  const unplaced = usePlaceIds('loose');
  const top = usePlaceIds('top');
  const waiting = useInboxCount();
  const here = route.screen === 'record' ? route.id : null;
  return (
    <nav className={styles['left']} aria-label={t('nav.label')}>
      <h2 className={styles['paneTitle']}>
        <a href={printRoute({ screen: 'top' })} {...currentOf(route.screen === 'top')}>
          <Icon name="archive" />
          {t('nav.catalogue')}
        </a>
      </h2>
      {top !== undefined && top.ids.length === 0 ? (
        <p className={styles['hint']}>{t('empty.tree')}</p>
      ) : (
        <>
          <JumpField here={here} />
          <TreeView label={t('nav.tree')} current={here} onChoose={(id) => goToRecord(id)} isMovable />
        </>
      )}
      <ul className={styles['places']}>
        <PlaceLink screen="unplaced" icon="inbox" route={route} count={unplaced?.ids.length} />
        <PlaceLink screen="inbox" icon="merge" route={route} count={waiting.reviews + waiting.held} />
        <PlaceLink screen="imports" icon="imports" route={route} />
        <PlaceLink screen="fixity" icon="check" route={route} />
        <PlaceLink screen="bin" icon="bin" route={route} />
        <PlaceLink screen="settings" icon="settings" route={route} />
      </ul>
      <h2 className={styles['paneTitle']}>
        <a href={printRoute({ screen: 'vocabulary' })} {...currentOf(route.screen === 'vocabulary')}>
          <Icon name="tag" />
          {t('nav.vocabulary')}
        </a>
      </h2>
      {/* Scrolls by keyboard: its links take the focus. */}
      <div className={styles['tags']}>
        <TagList current={route.screen === 'tag' ? route.id : null} />
      </div>
      <Splitter pane="left" />
      <DragSign />
    </nav>
  );
}

function placeOf(screen: PlaceLinkProps['screen']): string {
  return printRoute(screen === 'inbox' ? { screen, part: 'conflicts', id: null } : { screen });
}

type PlaceLinkProps = {
  screen: 'unplaced' | 'inbox' | 'imports' | 'fixity' | 'bin' | 'settings';
  icon: IconName;
  route: Route;
  count?: number | undefined;
};

function PlaceLink({ screen, icon, route, count = 0 }: PlaceLinkProps) {
  const { t } = useTranslation();
  return (
    <li>
      <a href={placeOf(screen)} {...currentOf(route.screen === screen)}>
        <Icon name={icon} />
        <span className={styles['placeName']}>{t(`nav.${screen}`)}</span>
        {count > 0 && <span className={styles['placeCount']}>{count}</span>}
      </a>
    </li>
  );
}

function currentOf(isCurrent: boolean): { 'aria-current'?: 'page' } {
  return isCurrent ? { 'aria-current': 'page' } : {};
}
