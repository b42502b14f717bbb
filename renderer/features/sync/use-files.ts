/** How the files stand between this station and the centre, and what is to be held here. */
import { useCallback, useEffect, useState } from 'react';
import type { FilesStatus, HoldChoice } from '../../../shared/rpc/contract-sync-files.ts';
import { useDesk } from '../../ui/desk.ts';
import { withChoice } from './hold-rules.ts';
import { useSyncActs } from './use-sync-acts.ts';

export type Files = {
  /** Null until the host has told it. */
  readonly status: FilesStatus | null;
  readonly choices: readonly HoldChoice[] | null;
  readonly choose: (choice: HoldChoice, isOn: boolean) => void;
};

export function useFiles(): Files {
  const { host } = useDesk();
  const { ask } = useSyncActs();
  const [status, setStatus] = useState<FilesStatus | null>(null);
  const [choices, setChoices] = useState<readonly HoldChoice[] | null>(null);
  useEffect(() => {
    const stop = host.on('sync.files.changed', setStatus);
    void host.call('sync.files.status', {}).then((answer) => {
      // What an event told meanwhile is newer.
      if (answer.ok) setStatus((before) => before ?? answer.value);
    });
    void host.call('sync.files.choices', {}).then((answer) => {
      if (answer.ok) setChoices(answer.value.choices);
    });
    return stop;
  }, [host]);
  const choose = useCallback<Files['choose']>(
    (choice, isOn) => {
      const next = withChoice(choices ?? [], choice, isOn);
      setChoices(next);
      void ask('sync.files.choose', { choices: next }).then((answer) =>
        setChoices(answer === null ? choices : answer.choices),
      );
    },
    [ask, choices],
  );
  return { status, choices, choose };
}
