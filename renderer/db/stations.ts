/** Which station wrote a change: the names that the centre gave, by the replica in the change's id. */
import { useEffect } from 'react';
import { readOpId } from '../../shared/sync/op-id.ts';
import type { OpId, ReplicaId } from '../../shared/sync/op.ts';
import type { HostClient } from '../../shared/rpc/host-client.ts';
import type { Output } from '../../shared/rpc/contract.ts';
import { useCatalogue } from './catalogue-context.tsx';
import { createStore, type Store } from './store.ts';
import { useStore } from './use-live.ts';

export type Station = Output<'sync.stations'>['stations'][number];

type Stations = ReadonlyMap<ReplicaId, Station>;

/** Not asked more often than this, for whoever wants to know. */
const ASK_AGAIN_MS = 15_000;

type StationList = {
  readonly stations: Store<Stations>;
  /**
   * Asks for a replica that is not known, or, for null, for how things stand. It is asked again until there is an answer, or nobody
   * wants it any more: the function returned says so.
   */
  readonly want: (replica: ReplicaId | null) => () => void;
};

/** One for each window; empty until somebody wants to know. */
export function createStationList(host: Pick<HostClient, 'call'>): StationList {
  const stations = createStore<Stations>(new Map());
  const wanted = new Set<{ readonly replica: ReplicaId | null }>();
  let isResting = false;

  const isKnown = (replica: ReplicaId | null): boolean =>
    replica === null ? stations.get().size > 0 : stations.get().has(replica);

  function ask(): void {
    if (isResting) return;
    isResting = true;
    setTimeout(() => {
      isResting = false;
      if (![...wanted].every(({ replica }) => isKnown(replica))) ask();
    }, ASK_AGAIN_MS);
    void host.call('sync.stations', {}).then((answer) => {
      if (answer.ok) stations.set(new Map(answer.value.stations.map((each) => [each.replica, each])));
    });
  }

  return {
    stations,
    want(replica) {
      const one = { replica };
      wanted.add(one);
      if (replica === null || !isKnown(replica)) ask();
      return () => void wanted.delete(one);
    },
  };
}

const listByHost = new WeakMap<HostClient, StationList>();

function listOf(host: HostClient): StationList {
  const list = listByHost.get(host) ?? createStationList(host);
  listByHost.set(host, list);
  return list;
}

/** All stations that are known, by replica; empty until they are asked, and where there is no centre only this one. */
export function useStations(): Stations {
  const list = listOf(useCatalogue().host);
  useEffect(() => list.want(null), [list]);
  return useStore(list.stations);
}

/** The station of a change; null while it is not known. */
export function useStationOf(op: OpId | null): Station | null {
  const list = listOf(useCatalogue().host);
  const replica = op === null ? null : readOpId(op).replica;
  useEffect(() => (replica === null ? undefined : list.want(replica)), [list, replica]);
  return useStore(list.stations).get(replica ?? '') ?? null;
}
