/** What was looked for, above the page: which page and which hit this is, with the ways on, back to the list, and out. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.ts';
import { goTo } from '../../ui/route.ts';
import styles from './found-bar.module.css';
import { isUncertain } from './page-answer.ts';
import type { FoundWalk } from './use-found-walk.ts';

type FoundBarProps = {
  walk: FoundWalk;
  /** The search within the document has the keys. */
  isKeyless: boolean;
};

export function FoundBar({ walk, isKeyless }: FoundBarProps) {
  const { t } = useTranslation();
  const { query, hits, current, place } = walk;
  const toList = () => goTo({ screen: 'find', query });
  useCommands([
    { id: 'found.next', label: t('found.next'), ...keys(isKeyless, 'F3'), run: () => walk.go(1) },
    {
      id: 'found.previous',
      label: t('found.previous'),
      ...keys(isKeyless, 'Shift+F3'),
      run: () => walk.go(-1),
    },
    { id: 'found.list', label: t('found.list'), run: toList },
    { id: 'found.close', label: t('found.close'), run: walk.close },
  ]);
  const hit = hits?.[current];
  return (
    <search
      className={styles['bar']}
      aria-label={t('found.label')}
      data-hits={hits?.length}
      data-hit={hit === undefined ? undefined : current + 1}
      data-at={place?.at}
    >
      <Button variant="quiet" icon="previous" onPress={toList}>
        {t('found.list')}
      </Button>
      <strong className={styles['words']}>{query.text}</strong>
      <IconButton icon="up" label={t('found.previous')} chord="Shift+F3" onPress={() => walk.go(-1)} />
      <IconButton icon="down" label={t('found.next')} chord="F3" onPress={() => walk.go(1)} />
      <output className={styles['count']}>
        <span>{partsOf(walk, t).join(' · ')}</span>
        {hit !== undefined && isUncertain(hit) && <Possible reading={hit.reading} />}
      </output>
      <IconButton icon="close" label={t('found.close')} onPress={walk.close} />
    </search>
  );
}

/** It only may be what was looked for; what that is, where the page reads otherwise. */
function Possible({ reading }: { reading: string | null }) {
  const { t } = useTranslation();
  return (
    <span className={styles['badge']}>
      {reading === null ? t('find.texts.possible') : t('found.possible', { word: reading })}
    </span>
  );
}

function partsOf({ place, hits, current, isAtEnd }: FoundWalk, t: TFunction): string[] {
  const at = place?.at ?? null;
  const count = hits?.length;
  return [
    place !== null &&
      (at === null ? t('found.otherPage', { count: place.of }) : t('found.page', { at, count: place.of })),
    count !== undefined && count > 0 && t('found.hit', { at: current + 1, count }),
    count === 0 && at !== null && t('found.noPlaces'),
    isAtEnd && t('found.end'),
  ].filter((part) => part !== false);
}

function keys(isKeyless: boolean, chord: string): { chords?: string[] } {
  return isKeyless ? {} : { chords: [chord] };
}
