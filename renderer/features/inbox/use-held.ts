/** Work that the centre holds back, asked of the centre when the list is opened and whenever their number changes. */
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../../../shared/rpc/contract.ts';
import { useSyncStatus } from '../../db/sync-status.ts';
import { useDesk } from '../../ui/desk.ts';

export type HeldItem = Output<'sync.attention'>['items'][number];
export type Decision = 'accept' | 'leave';

const PAGE = 200;

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

  const more = async (after: string) => {
    const answer = await host.call('sync.attention', { after, limit: PAGE });
    if (!answer.ok) return reportError({ code: answer.code, details: answer.details });
    const { items, next } = answer.value;
    setAsked((before) => ({ items: [...(before?.items ?? []), ...items], next, turn }));
  };
  const decide = async (items: readonly HeldItem[], decision: Decision): Promise<void> => {
    const answer = await host.call('sync.decide', { ids: items.map(({ id }) => id), decision });
    if (answer.ok) say({ text: t(`inbox.held.said.${decision}`, { count: items.length }) });
    else {
      const retry = () => void decide(items, decision);
      reportError({ code: answer.code, details: answer.details, retry });
    }
    refresh();
  };
  const next = asked?.next ?? null;
  return {
    items: asked?.items,
    code,
    more: next === null ? null : () => void more(next),
    refresh,
    decide,
  };
}
