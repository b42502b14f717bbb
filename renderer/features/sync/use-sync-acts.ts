/** What a person can do about the exchange; trouble is told by the one funnel. */
import { useTranslation } from 'react-i18next';
import type { Input, Method, Output } from '../../../shared/rpc/contract.ts';
import { useDesk } from '../../ui/desk.ts';

type SyncMethod = Extract<Method, `sync.${string}` | `bundle.${string}`>;

export type SyncActs = {
  /**
   * Asks the host; null when there was trouble, which has been told by then, with the offer to try again: `again` does the whole
   * act once more, for whoever does something with the answer.
   */
  readonly ask: <M extends SyncMethod>(
    method: M,
    input: Input<M>,
    again?: () => void,
  ) => Promise<Output<M> | null>;
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
  const ask: SyncActs['ask'] = async (method, input, again) => {
    const answer = await host.call(method, input);
    if (answer.ok) return answer.value;
    const retry = again ?? (() => void ask(method, input));
    reportError({ code: answer.code, details: answer.details, retry });
    return null;
  };
  const signOut = async (): Promise<void> => {
    const answer = await ask('sync.signOut', {}, () => void signOut());
    if (answer !== null) say({ text: t('sync.said.signedOut') });
  };
  return {
    ask,
    now: () => void ask('sync.now', {}),
    pause: (hours) => {
      const until = hours === null ? null : new Date(Date.now() + hours * HOUR_MS).toISOString();
      void ask('sync.pause', { pause: { until } });
    },
    goOn: () => void ask('sync.pause', { pause: null }),
    signOut: () => void signOut(),
  };
}
