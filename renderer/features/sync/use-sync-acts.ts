/** What a person can do about the exchange; trouble is told by the one funnel. */
import { useTranslation } from 'react-i18next';
import type { Input, Method, Output } from '../../../shared/rpc/contract.ts';
import { useDesk } from '../../ui/desk.ts';

type SyncMethod = Extract<Method, `sync.${string}` | `bundle.${string}`>;

export type SyncActs = {
  /** Asks the host; null when there was trouble, which has been told by then, with the offer to try again. */
  readonly ask: <M extends SyncMethod>(method: M, input: Input<M>) => Promise<Output<M> | null>;
  readonly now: () => void;
  /** `hours` null: until a person lets it go on. */
  readonly pause: (hours: number | null) => void;
  readonly goOn: () => void;
  readonly signOut: () => void;
};

const HOUR_MS = 3_600_000;

export function useSyncActs(): SyncActs {
  const { t } = useTranslation();
  const { host, reportError, say } = useDesk();
  const ask: SyncActs['ask'] = async (method, input) => {
    const answer = await host.call(method, input);
    if (answer.ok) return answer.value;
    reportError({ code: answer.code, details: answer.details, retry: () => void ask(method, input) });
    return null;
  };
  return {
    ask,
    now: () => void ask('sync.now', {}),
    pause: (hours) => {
      const until = hours === null ? null : new Date(Date.now() + hours * HOUR_MS).toISOString();
      void ask('sync.pause', { pause: { until } });
    },
    goOn: () => void ask('sync.pause', { pause: null }),
    signOut: () =>
      void ask('sync.signOut', {}).then((answer) => {
        if (answer !== null) say({ text: t('sync.said.signedOut') });
      }),
  };
}
