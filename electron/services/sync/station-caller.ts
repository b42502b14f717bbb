/** The journal's side of sync, asked over a channel: the rules run beside the database, plain data comes and goes. */
import type { MessagePort } from 'node:worker_threads';
import { createCaller } from '../../../node/calls/caller.ts';
import { channelPort } from '../../../node/calls/channel.ts';
import type { StationStore } from '../../../shared/sync/station/station-store.ts';
import type { StationCalls } from '../journal/station-calls.ts';

/** Putting a whole archive in place takes minutes on a slow disk. */
const CALL_MS = 30 * 60_000;

/** The store behind `port`; calls end with WORKER_GONE when the journal has ended. */
export function stationCaller(port: MessagePort): StationStore & { close(): void } {
  const caller = createCaller<StationCalls>(channelPort(port), CALL_MS);
  const { calls } = caller;
  const store: StationStore = {
    facts: () => calls.facts(null),
    hear: (hello) => calls.hear(hello),
    outgoing: (ask) => calls.outgoing(ask),
    segmentsAfter: (ask) => calls.segmentsAfter(ask),
    lacking: (ranges) => calls.lacking(ranges),
    pushed: (answer) => calls.pushed(answer),
    takePage: (page) => calls.takePage(page),
    takeOps: (carried) => calls.takeOps(carried),
    rewind: () => calls.rewind(null),
    wanted: (limit) => calls.wanted(limit),
    takeRecords: (taken) => calls.takeRecords(taken),
    beginSnapshot: (manifest) => calls.beginSnapshot(manifest),
    stagedSnapshot: () => calls.stagedSnapshot(null),
    takePart: (part) => calls.takePart(part),
    endSnapshot: () => calls.endSnapshot(null),
    dropSnapshot: () => calls.dropSnapshot(null),
    missingHistory: (limit) => calls.missingHistory(limit),
    takeHistory: (taken) => calls.takeHistory(taken),
    keepSeals: (seals) => calls.keepSeals(seals),
  };
  return { ...store, close: () => caller.kill() };
}
