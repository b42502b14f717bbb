/** Which station wrote a change: the names that the centre gave, by the replica in the change's id. */
import { useEffect } from 'react';
import { readOpId } from '../../shared/sync/op-id.ts';
import type { OpId } from '../../shared/sync/op.ts';
import type { HostClient } from '../../shared/rpc/host-client.ts';
import type { Output } from '../../shared/rpc/contract.ts';
import { useCatalogue } from './catalogue-context.tsx';
import { createStore, type WritableStore } from './store.ts';
import { useStore } from './use-live.ts';

export type Station = Output<'sync.stations'>['stations'][number];

type Stations = ReadonlyMap<string, Station>;

type Asked = {
  readonly stations: WritableStore<Stations>;
  readonly ask: () => void;
};

/** A station that is new to this window is asked after no more often than this. */
const ASK_AGAIN_MS = 15_000;

const askedByHost = new WeakMap<HostClient, Asked>();

function askedOf(host: HostClient): Asked {
  const known = askedByHost.get(host);
  if (known !== undefined) return known;
  const stations = createStore<Stations>(new Map());
  let last = Number.NEGATIVE_INFINITY;
  const made: Asked = {
    stations,
    ask() {
      if (performance.now() - last < ASK_AGAIN_MS) return;
      last = performance.now();
      void host.call('sync.stations', {}).then((answer) => {
        if (answer.ok) stations.set(new Map(answer.value.stations.map((each) => [each.replica, each])));
      });
    },
  };
  askedByHost.set(host, made);
  return made;
}

/** All stations that are known, by replica; empty until they are asked, and where there is no centre only this one. */
export function useStations(): Stations {
  const { host } = useCatalogue();
  const { stations, ask } = askedOf(host);
  useEffect(ask, [ask]);
  return useStore(stations);
}

/** The station of a change; null while it is not known. */
export function useStationOf(op: OpId | null): Station | null {
  const { host } = useCatalogue();
  const { stations, ask } = askedOf(host);
  const replica = op === null ? null : readOpId(op).replica;
  const station = useStore(stations).get(replica ?? '') ?? null;
  useEffect(() => {
    if (replica !== null && station === null) ask();
  }, [ask, replica, station]);
  return station;
}
