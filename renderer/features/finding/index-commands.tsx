/** The command that checks the search index, and one quiet line when a check has found it untrue and made it anew. */
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchCheck } from '../../search/use-search.tsx';
import { useCommands } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';

export function IndexCommands() {
  const { t } = useTranslation();
  const { say } = useDesk();
  const { check, verify } = useSearchCheck();
  const asked = useRef(false);
  useCommands([
    {
      id: 'search.verify',
      label: t('searchIndex.verify'),
      isDisabled: check.state === 'running',
      run: () => {
        asked.current = true;
        verify();
      },
    },
  ]);
  const at = check.state === 'done' ? check.at : null;
  const untrue = check.state === 'done' ? check.untrue : 0;
  const isHealed = check.state === 'done' && check.isHealed;
  const tell = useEffectEvent(() => {
    if (isHealed) say({ text: t('searchIndex.said', { untrue }) });
    else if (asked.current && untrue === 0) say({ text: t('searchIndex.saidTrue') });
    asked.current = false;
  });
  // Only the end of a check is told of, not a change of the language.
  useEffect(() => {
    if (at !== null) tell();
  }, [at]);
  return null;
}
