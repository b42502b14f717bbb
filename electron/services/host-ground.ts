/** What every service of a host stands on, whatever it does. */
import type { Closer } from './close-all.ts';
import type { EventHub } from './event-hub.ts';
import type { HostModules } from './modules.ts';
import type { SettingsStore } from './settings.ts';
import type { StartChild } from '../../node/calls/child.ts';
import type { Log } from '../../node/log.ts';
import type { Capabilities } from '../../shared/rpc/contract.ts';
import type { Emit } from '../../shared/rpc/events.ts';

export type HostGround = {
  readonly dataFolder: string;
  readonly programFolder: string;
  readonly version: string;
  readonly host: 'shell' | 'web' | 'cli';
  readonly capabilities: Capabilities;
  readonly modules: HostModules;
  readonly startChild: StartChild;
  readonly settings: SettingsStore;
  readonly emit: Emit;
  /** Hears what is emitted; the function returned stops it. */
  readonly listen: EventHub['on'];
  readonly log: Log;
  readonly now: () => number;
  /** What is opened puts its end here; the end comes in the reverse order. */
  readonly closers: Closer[];
  readonly timings: Timings;
  /** For threads that hold data: without them the host cannot go on. */
  readonly onFall: (service: string) => (reason: string) => void;
};

/** How many milliseconds after its beginning a start had which service; for the log and the diagnostics. */
type Timings = { mark(name: string): void; told(): Record<string, number> };

export function startTimings(): Timings {
  const began = performance.now();
  const since = () => Math.round(performance.now() - began);
  const marks: Record<string, number> = {};
  return {
    mark(name) {
      marks[name] = since();
    },
    told: () => ({ ...marks, ms: since() }),
  };
}
