/** The search within the document, above its pages. Enter and F3 go on, with Shift back; Escape closes it. */
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.ts';
import { MOST_HITS } from './find-messages.ts';
import styles from './find.module.css';
import type { Finding } from './use-find.ts';

type FindBarProps = { find: Finding; onLeave: () => void };

export function FindBar({ find, onLeave }: FindBarProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const { isOpen, query, hits, current, progress } = find;
  const open = () => {
    find.open();
    field.current?.select();
  };
  const hasHits = hits.length > 0;
  useCommands([
    { id: 'text.find', label: t('text.find'), chords: ['Control+KeyF'], run: open },
    ...(isOpen
      ? [
          {
            id: 'text.findNext',
            label: t('text.findNext'),
            chords: ['F3'],
            isDisabled: !hasHits,
            run: () => find.go(1),
          },
          {
            id: 'text.findPrevious',
            label: t('text.findPrevious'),
            chords: ['Shift+F3'],
            isDisabled: !hasHits,
            run: () => find.go(-1),
          },
        ]
      : []),
  ]);
  useEffect(() => {
    if (isOpen) field.current?.focus();
  }, [isOpen]);
  if (!isOpen) return null;
  const close = () => {
    find.close();
    onLeave();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter') find.go(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const at = current === null ? 0 : hits.indexOf(current) + 1;
  return (
    <search
      className={styles['bar']}
      aria-label={t('text.find')}
      data-found={progress === null ? hits.length : ''}
    >
      <input
        ref={field}
        type="search"
        aria-label={t('text.findWords')}
        placeholder={t('text.findWords')}
        value={query}
        spellCheck={false}
        onChange={(event) => find.setQuery(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <IconButton
        icon="up"
        label={t('text.findPrevious')}
        chord="Shift+F3"
        isDisabled={!hasHits}
        onPress={() => find.go(-1)}
      />
      <IconButton
        icon="down"
        label={t('text.findNext')}
        chord="F3"
        isDisabled={!hasHits}
        onPress={() => find.go(1)}
      />
      <output className={styles['count']}>
        {query.trim() !== '' && (progress === null || hasHits) && (
          <span>
            {hits.length >= MOST_HITS
              ? t('text.findMany', { at, count: hits.length })
              : t('text.findCount', { at, count: hits.length })}
          </span>
        )}
        {progress !== null && <span>{t('text.findProgress', progress)}</span>}
        {progress === null && find.failed > 0 && <span>{t('text.findFailed', { count: find.failed })}</span>}
      </output>
      {progress !== null && (
        <Button variant="quiet" onPress={() => find.setQuery('')}>
          {t('act.cancel')}
        </Button>
      )}
      <IconButton icon="close" label={t('text.findClose')} onPress={close} />
    </search>
  );
}
