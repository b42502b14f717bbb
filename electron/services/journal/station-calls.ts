/** A station's side of sync as calls over a port: whoever speaks to the centre does so in another thread. */
import type { StationStore } from '../../../shared/sync/station/station-store.ts';

/** Each call of the store with its one argument, null where it has none. */
export type StationCalls = {
  [Name in keyof StationStore]: (
    input: Parameters<StationStore[Name]> extends [infer Input] ? Input : null,
  ) => ReturnType<StationStore[Name]>;
};

export function stationCalls(store: StationStore): StationCalls {
  return {
    facts: () => store.facts(),
    hear: (hello) => store.hear(hello),
    outgoing: (ask) => store.outgoing(ask),
    segmentsAfter: (ask) => store.segmentsAfter(ask),
    lacking: (ranges) => store.lacking(ranges),
    pushed: (answer) => store.pushed(answer),
    takePage: (page) => store.takePage(page),
    takeOps: (carried) => store.takeOps(carried),
    rewind: () => store.rewind(),
    wanted: (limit) => store.wanted(limit),
    takeRecords: (taken) => store.takeRecords(taken),
    beginSnapshot: (manifest) => store.beginSnapshot(manifest),
    stagedSnapshot: () => store.stagedSnapshot(),
    takePart: (part) => store.takePart(part),
    endSnapshot: () => store.endSnapshot(),
    dropSnapshot: () => store.dropSnapshot(),
    missingHistory: (limit) => store.missingHistory(limit),
    takeHistory: (taken) => store.takeHistory(taken),
    keepSeals: (seals) => store.keepSeals(seals),
  };
}
