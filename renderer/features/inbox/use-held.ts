/** Work that the centre holds back, asked of the centre when the list is opened and whenever their number changes. */
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../../../shared/rpc/contract.ts';
import { useSyncStatus } from '../../db/sync-status.ts';
import { useDesk } from '../../ui/desk.ts';

export type HeldItem = Output<'sync.attention'>['items'][number];
export type Decision = 'accept' | 'leave';

const PAGE = 200;
/** The host takes so many in one decision. */
const DECIDED_AT_ONCE = 500;

export type Held = {
  /** Undefined while they are asked for. */
  readonly items: readonly HeldItem[] | undefined;
  /** Why the centre could not be asked. */
  readonly code: string | null;
  /** Asks for more of them; null when these are all. */
  readonly more: (() => void) | null;
  readonly refresh: () => void;
  readonly decide: (items: readonly HeldItem[], decision: Decision) => Promise<void>;
};

/** `turn`: which asking this answers. */
type Asked = { readonly items: readonly HeldItem[]; readonly next: string | null; readonly turn: string };

export function useHeld(): Held {
  const { t } = useTranslation();
  const { host, reportError, say } = useDesk();
  const count = useSyncStatus()?.attention ?? 0;
  const [asked, setAsked] = useState<Asked>();
  const [code, setCode] = useState<string | null>(null);
  const [asks, setAsks] = useState(0);
  const refresh = useCallback(() => setAsks((before) => before + 1), []);
  const turn = `${asks} ${count}`;
  useEffect(() => {
    let isGone = false;
    void host.call('sync.attention', { after: null, limit: PAGE }).then((answer) => {
      if (isGone) return;
      setCode(answer.ok ? null : answer.code);
      if (answer.ok) setAsked({ ...answer.value, turn });
    });
    return () => {
      isGone = true;
    };
  }, [host, turn]);

  const more = async (after: string, ofTurn: string) => {
    const answer = await host.call('sync.attention', { after, limit: PAGE });
    if (!answer.ok) return reportError({ code: answer.code, details: answer.details });
    const { items, next } = answer.value;
    // A list that was asked anew meanwhile has another end.
    setAsked((before) =>
      before?.turn === ofTurn && before.next === after
        ? { ...before, items: [...before.items, ...items], next }
        : before,
    );
  };
  const decide = async (items: readonly HeldItem[], decision: Decision): Promise<void> => {
    for (let at = 0; at < items.length; at += DECIDED_AT_ONCE) {
      const rest = items.slice(at);
      const ids = rest.slice(0, DECIDED_AT_ONCE).map(({ id }) => id);
      const answer = await host.call('sync.decide', { ids, decision });
      if (answer.ok) continue;
      const retry = () => void decide(rest, decision);
      reportError({ code: answer.code, details: answer.details, retry });
      return refresh();
    }
    say({ text: t(`inbox.held.said.${decision}`, { count: items.length }) });
    refresh();
  };
  const next = asked?.next ?? null;
  return {
    items: asked?.items,
    code,
    more: asked === undefined || next === null ? null : () => void more(next, asked.turn),
    refresh,
    decide,
  };
}
