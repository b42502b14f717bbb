/**
 * The search box: results as you type, chosen by arrows and Enter, opened in their place; the last row leads to all of
 * them. Ctrl+K or / goes to it from anywhere.
 */
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { parseQuery } from '../../../shared/query/parse-query.ts';
import { useSynonymTable } from '../../db/synonyms.ts';
import { useSearch } from '../../search/use-search.tsx';
import { useCommands } from '../../ui/commands.ts';
import { Icon } from '../../ui/icons.tsx';
import { useLabels } from '../../ui/use-label.ts';
import styles from './finding.module.css';
import { markedOf } from './marked-of.ts';
import { openRecord } from './open-hit.ts';
import { SearchResults } from './search-results.tsx';
import { useHits, useTagHits, type ShownHit } from './use-hits.ts';
import { useWaysOn } from './use-ways-on.ts';

/** What stands on the screen without much scrolling; all results have a page of their own. */
const LIMIT = 20;

export function SearchBox() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const { answer, pending } = useSearch(text, { limit: LIMIT });
  const { language } = useLabels();
  const found = useHits(answer);
  const tagHits = useTagHits(text, language).map(asHit);
  const hits = [...tagHits, ...found.list];
  const isStale = pending || found.stale || answer === undefined;
  /** Enter was pressed before the answer came: its first hit is opened when it is here. */
  const isAwaited = useRef(false);
  const isShown = open && text.trim() !== '';
  const leave = () => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    setText('');
  };
  const synonyms = useSynonymTable();
  const waysOn = useWaysOn(text, leave);
  const rows = hits.length + waysOn.length;
  const index = Math.min(active, rows - 1);

  useCommands([
    {
      id: 'find',
      label: t('find.label'),
      chords: ['Control+KeyK', '/'],
      run: () => {
        input.current?.focus();
        input.current?.select();
      },
    },
  ]);

  const choose = (hit: ShownHit) => {
    openRecord(hit.record);
    input.current?.blur();
  };
  const take = (at: number) => {
    const hit = hits[at];
    if (hit === undefined) waysOn[at - hits.length]?.run();
    else choose(hit);
  };
  const firstHit = isStale ? undefined : hits[0];
  useEffect(() => {
    if (!isAwaited.current || firstHit === undefined) return;
    isAwaited.current = false;
    openRecord(firstHit.record);
    input.current?.blur();
  }, [firstHit]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      if (text === '') input.current?.blur();
      setOpen(false);
      setText('');
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) waysOn.at(-1)?.run();
    else if (event.key === 'Enter') {
      isAwaited.current = isStale;
      if (!isStale && text.trim() !== '') take(index);
    } else if (event.key === 'ArrowDown') setActive(index === rows - 1 ? 0 : index + 1);
    else if (event.key === 'ArrowUp') setActive(index === 0 ? rows - 1 : index - 1);
    else return;
    event.preventDefault();
  };

  return (
    <search className={styles['search']}>
      <span className={styles['glass']}>
        <Icon name="search" />
      </span>
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={t('find.label')}
        aria-expanded={isShown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-keyshortcuts="Control+K /"
        aria-activedescendant={isShown ? `${listId}-${index}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={t('find.placeholder')}
        value={text}
        className={styles['input']}
        onChange={(event) => {
          isAwaited.current = false;
          setText(event.target.value);
          setActive(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => {
          isAwaited.current = false;
          setOpen(false);
        }}
        onKeyDown={onKeyDown}
      />
      {isShown && (
        <SearchResults
          listId={listId}
          hits={hits}
          active={index}
          total={tagHits.length + (answer?.total ?? 0)}
          marked={markedOf(parseQuery(text, { synonyms }).root, answer?.nearWords)}
          isPending={isStale}
          isReady={answer?.ready ?? false}
          onChoose={choose}
          waysOn={waysOn}
        />
      )}
    </search>
  );
}

/** A tag among the hits: it leads to what carries it. */
function asHit(record: ShownHit['record']): ShownHit {
  return { record, ancestors: [], exact: false, near: undefined };
}
