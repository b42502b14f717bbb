/** Where the search box leads besides its hits: the texts of pages, inside the record that is open, all results. */
import { useTranslation } from 'react-i18next';
import { useRecord } from '../../db/hooks.ts';
import { useCommands } from '../../ui/commands.ts';
import { EMPTY_QUERY, type FindQuery } from '../../ui/find-query.ts';
import { goTo, useRoute } from '../../ui/route.ts';
import { useLabels } from '../../ui/use-label.ts';
import { WORDS } from './query-field.tsx';
import { usePageTexts } from './use-page-texts.ts';

/** A row behind the hits. */
export type WayOn = { readonly id: string; readonly label: string; readonly run: () => void };

/** `onLeave` is called before the finding page is gone to. */
export function useWaysOn(text: string, onLeave: () => void): readonly WayOn[] {
  const { t } = useTranslation();
  const labels = useLabels();
  const route = useRoute();
  const here = useRecord(route.screen === 'record' ? route.id : null);
  const { answer, isStale } = usePageTexts({ ...EMPTY_QUERY, text, certainty: 'certain' }, false, 1).found;
  const pages = isStale ? 0 : (answer?.total.pages ?? 0);

  const open = (narrowed: Partial<FindQuery> = {}) => {
    onLeave();
    const words = text.trim() === '' ? '' : text;
    goTo({ screen: 'find', query: { ...EMPTY_QUERY, ...narrowed, text: words } });
  };
  const all = () => open();
  /** On the page itself nothing is thrown away: the field for words gets the keys. */
  const begin = () => {
    const words = document.getElementById(WORDS);
    if (text.trim() !== '' || !(words instanceof HTMLInputElement)) return open();
    words.focus();
    words.select();
  };
  const inside = here ? { id: here.id, name: labels.full(here) } : null;
  useCommands([
    { id: 'find.page', label: t('find.open'), chords: ['Control+Shift+KeyF'], run: begin },
    ...(inside === null
      ? []
      : [
          {
            id: 'find.inside',
            label: t('find.inside', { name: inside.name }),
            chords: ['Control+Shift+KeyK'],
            run: () => open({ within: inside.id }),
          },
        ]),
  ]);
  return [
    ...(pages === 0 ? [] : [{ id: 'texts', label: t('find.texts.inTexts', { count: pages }), run: all }]),
    ...(inside === null
      ? []
      : [
          {
            id: 'within',
            label: t('find.onlyIn', { name: inside.name }),
            run: () => open({ within: inside.id }),
          },
        ]),
    { id: 'all', label: t('find.all'), run: all },
  ];
}
