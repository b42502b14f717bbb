/** The saved patterns of this station, in the host's settings. */
import { useCallback, useEffect, useState } from 'react';
import type { Settings } from '../../../shared/rpc/contract.ts';
import { useDesk } from '../../ui/desk.ts';

type SavedPattern = NonNullable<Settings['patterns']>[number];

export type SavedPatterns = {
  readonly saved: readonly SavedPattern[];
  /** One of the same name is written over. */
  readonly save: (pattern: SavedPattern) => void;
  readonly forget: (name: string) => void;
};

export function usePatterns(): SavedPatterns {
  const { host, reportError } = useDesk();
  const [saved, setSaved] = useState<readonly SavedPattern[]>([]);
  useEffect(() => {
    let isHere = true;
    void host.call('app.info', {}).then((info) => {
      if (isHere && info.ok) setSaved(info.value.settings.patterns ?? []);
    });
    return () => {
      isHere = false;
    };
  }, [host]);
  const write = useCallback(
    (patterns: readonly SavedPattern[]) => {
      void host.call('settings.write', { patterns: [...patterns] }).then((answer) => {
        if (answer.ok) setSaved(answer.value.patterns ?? []);
        else reportError({ code: answer.code, details: answer.details });
      });
    },
    [host, reportError],
  );
  return {
    saved,
    save: (pattern) => write([...saved.filter(({ name }) => name !== pattern.name), pattern]),
    forget: (name) => write(saved.filter((each) => each.name !== name)),
  };
}
