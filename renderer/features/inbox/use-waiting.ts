/**
 * Work on this station that cannot come to count by itself. One asking for all who show it: again when the journal has grown, and
 * after each contact with the centre, which may have said that it lacks something.
 */
import { useEffect } from 'react';
import type { Output } from '../../../shared/rpc/contract.ts';
import type { HostClient } from '../../../shared/rpc/host-client.ts';
import { useCatalogue } from '../../db/catalogue-context.tsx';
import { createStore, type WritableStore } from '../../db/store.ts';
import { useSyncStatus } from '../../db/sync-status.ts';
import { useStore } from '../../db/use-live.ts';

export type WaitingWork = Output<'journal.waiting'>['works'][number];

type Asked = { readonly works: WritableStore<readonly WaitingWork[]>; readonly ask: () => void };

/** What comes in a row is asked after once. */
const ASK_AFTER_MS = 1000;

const askedByHost = new WeakMap<HostClient, Asked>();

function askedOf(host: HostClient): Asked {
  const known = askedByHost.get(host);
  if (known !== undefined) return known;
  const works = createStore<readonly WaitingWork[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = (): void => {
    timer = undefined;
    void host.call('journal.waiting', {}).then((answer) => {
      // What cannot be told now is told later; what is on the screen stays there.
      if (answer.ok) works.set(answer.value.works);
    });
  };
  host.on('journal.grew', () => {
    timer ??= setTimeout(ask, ASK_AFTER_MS);
  });
  const made = { works, ask };
  askedByHost.set(host, made);
  return made;
}

/**
 * Steps are left out while anything is being exchanged: the rest of them may be on its way. `ask` asks at once.
 */
export function useWaiting(): { works: readonly WaitingWork[]; ask: () => void } {
  const { host } = useCatalogue();
  const { works, ask } = askedOf(host);
  const status = useSyncStatus();
  const contact = status?.lastContact ?? null;
  useEffect(ask, [ask, contact]);
  const isExchanging = status?.state === 'working';
  const all = useStore(works);
  return { works: isExchanging ? all.filter(({ kind }) => kind !== 'step') : all, ask };
}
