/** What the values of a conflict were written over, from the host: the window's copy has the values alone. */
import { useEffect, useState } from 'react';
import type { Output } from '../../../shared/rpc/contract.ts';
import { headsOf } from '../../../shared/sync/view.ts';
import type { RecordState } from '../../../shared/sync/state.ts';
import { useDesk } from '../../ui/desk.ts';

export type ConflictBase = Output<'record.conflict'>['base'];

/** Undefined while it is asked for, and where the host cannot tell. */
export function useConflictBase(state: RecordState, field: string): ConflictBase | undefined {
  const { host } = useDesk();
  const [known, setKnown] = useState<{ key: string; base: ConflictBase }>();
  const { id } = state;
  // Other heads may have another base.
  const key = [id, field, ...headsOf(state, field).map((head) => head.id)].join(' ');
  useEffect(() => {
    let isStale = false;
    void host.call('record.conflict', { id, field }).then((answer) => {
      if (!isStale && answer.ok) setKnown({ key, base: answer.value.base });
    });
    return () => {
      isStale = true;
    };
  }, [host, id, field, key]);
  return known?.key === key ? known.base : undefined;
}
