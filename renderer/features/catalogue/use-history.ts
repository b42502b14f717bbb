/** The history of a record from the host, asked anew when the record changes. */
import { useEffect, useState } from 'react';
import type { Output } from '../../../shared/rpc/contract.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useDesk } from '../../ui/desk.ts';

export type HistoryEntry = Output<'record.history'>['entries'][number];

const PAGE = 50;
const MOST = 500;

/** `n`: what the record was when it was asked for; a write raises it. */
type Asked = {
  readonly entries: readonly HistoryEntry[];
  readonly next: number | null;
  readonly away: boolean;
  readonly n: number;
};

/** `entries` undefined while loading; `code` when the host could not tell; `more` shows older ones, null when there are none. `isAway`: there are still older ones that are not on this station. */
export function useHistory(record: CatalogueRecord) {
  const { host } = useDesk();
  const [limit, setLimit] = useState(PAGE);
  const [asked, setAsked] = useState<Asked>();
  const [code, setCode] = useState<string | null>(null);
  const { id, n } = record;
  useEffect(() => {
    let stale = false;
    void host.call('record.history', { id, before: null, limit }).then((answer) => {
      if (stale) return;
      setCode(answer.ok ? null : answer.code);
      if (answer.ok) setAsked({ ...answer.value, n });
    });
    return () => {
      stale = true;
    };
  }, [host, id, n, limit]);
  const hasMore = asked?.next !== null && asked !== undefined && limit < MOST;
  return {
    entries: asked?.entries,
    code,
    isAway: asked?.away === true,
    more: hasMore ? () => setLimit(Math.min(MOST, limit + PAGE)) : null,
  };
}
