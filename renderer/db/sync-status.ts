/** How this archive stands with its centre, as the host tells it; one store for all who show it. */
import type { Output } from '../../shared/rpc/contract.ts';
import type { HostClient } from '../../shared/rpc/host-client.ts';
import { useCatalogue } from './catalogue-context.tsx';
import { createStore, type Store, type WritableStore } from './store.ts';
import { useStore } from './use-live.ts';

export type SyncStatus = Output<'sync.status'>;

const statusByHost = new WeakMap<HostClient, WritableStore<SyncStatus | null>>();

/** Null until the host has told it for the first time. */
export function useSyncStatus(): SyncStatus | null {
  const { host } = useCatalogue();
  return useStore(syncStatusOf(host));
}

/** Told once and then followed for as long as the window lives. */
export function syncStatusOf(host: HostClient): Store<SyncStatus | null> {
  const known = statusByHost.get(host);
  if (known !== undefined) return known;
  const status = createStore<SyncStatus | null>(null);
  statusByHost.set(host, status);
  host.on('sync.changed', (told) => status.set(told));
  void host.call('sync.status', {}).then((answer) => {
    // What an event told meanwhile is newer.
    if (answer.ok && status.get() === null) status.set(answer.value);
  });
  return status;
}
