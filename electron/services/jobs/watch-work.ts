/** What a host knows of the people at its windows, and what the work without hurry may take of the machine meanwhile. */
import type { CpuShare } from '../../../shared/rpc/contract-jobs.ts';
import type { SettingsStore } from '../settings.ts';
import { createAttention, type Attention } from './attention.ts';
import { createMachine, type Machine } from './machine.ts';

/** The machine, how much of it may be taken, and how that is changed. */
export type Cpu = {
  readonly machine: Machine;
  readonly share: () => CpuShare;
  readonly write: (share: CpuShare) => void;
};

export function watchWork(settings: Pick<SettingsStore, 'read' | 'write'>): {
  attention: Attention;
  cpu: Cpu;
} {
  const attention = createAttention();
  const share = () => settings.read().cpu;
  const machine = createMachine({ share, isWatched: () => attention.isWatched() });
  return { attention, cpu: { machine, share, write: (cpu) => void settings.write({ cpu }) } };
}

/** For what has no settings: all of it. */
export function wholeMachine(attention: Attention): Cpu {
  const share = (): CpuShare => 'all';
  const machine = createMachine({ share, isWatched: () => attention.isWatched() });
  return { machine, share, write: () => undefined };
}
