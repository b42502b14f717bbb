/** Searches that are kept: saved ones, which all of the archive share, and the last ones of this profile. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { compareText } from '../../../shared/model/compare-text.ts';
import { useChildren } from '../../db/hooks.ts';
import { useCommands } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';
import { isAsked, parseFindQuery, type FindQuery } from '../../ui/find-query.ts';
import { Menu } from '../../ui/menu.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { SaveSearchDialog } from './save-search-dialog.tsx';
import { SavedDialog } from './saved-dialog.tsx';
import { forgetSearches, useSearchHistory } from './search-history.ts';
import { savedQuery } from './saved-query.ts';
import { searchSummary } from './search-summary.ts';

type SavedSearchesProps = {
  query: FindQuery;
  onFind: (query: FindQuery) => void;
};

/** An archive has some dozens. */
const MOST_SHOWN = 500;
const SHOWN_RECENT = 8;

export function SavedSearches({ query, onFind }: SavedSearchesProps) {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const labels = useLabels();
  const [asked, setAsked] = useState<'save' | 'manage' | null>(null);
  const recent = useSearchHistory();
  const compare = compareText(labels.language);
  const saved = [...(useChildren('searches', MOST_SHOWN)?.rows ?? [])].sort((a, b) =>
    compare(labels.title(a), labels.title(b)),
  );
  const save = () => setAsked('save');
  const manage = () => setAsked('manage');
  const mayWrite = capabilities.canWrite;
  useCommands([
    ...(mayWrite
      ? [{ id: 'find.save', label: t('find.saved.save'), isDisabled: !isAsked(query), run: save }]
      : []),
    { id: 'find.saved', label: t('find.saved.manage'), run: manage },
  ]);
  const close = () => setAsked(null);
  return (
    <>
      <Menu
        label={t('find.saved.menu')}
        icon="save"
        acts={[
          ...(mayWrite && isAsked(query)
            ? [{ id: 'save', label: t('find.saved.save'), icon: 'plus' as const, act: save }]
            : []),
          ...saved.map((record) => ({
            id: record.id,
            label: labels.title(record),
            icon: 'search' as const,
            act: () => onFind(savedQuery(record.values)),
          })),
          { id: 'manage', label: t('find.saved.manage'), icon: 'edit' as const, act: manage },
          ...recent.slice(0, SHOWN_RECENT).map((each) => {
            const past = parseFindQuery(each);
            return {
              id: each,
              label: searchSummary(past, t),
              icon: 'undo' as const,
              act: () => onFind(past),
            };
          }),
          ...(recent.length === 0
            ? []
            : [{ id: 'forget', label: t('find.forget'), icon: 'bin' as const, act: forgetSearches }]),
        ]}
      />
      {asked === 'save' && <SaveSearchDialog query={query} onClose={close} />}
      {asked === 'manage' && <SavedDialog saved={saved} onFind={onFind} onClose={close} />}
    </>
  );
}
