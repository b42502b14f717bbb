/** The most memory that a host and its children held, looked at fifty times a second. */
import { residentBytes } from '../../electron/services/decode/resident-memory.ts';
import { childrenOf } from '../fixtures/child-processes.ts';

const MEGABYTE = 1024 * 1024;
const LOOK_MS = 20;

export type MemoryWatch = {
  /** In MB: the host, and the largest of its children. */
  peak(): { hostMb: number; childMb: number };
  reset(): void;
  stop(): void;
};

export function watchMemory(pid: number): MemoryWatch {
  let peak = { hostMb: 0, childMb: 0 };
  const look = (): void => {
    const of = (each: number) => Math.round((residentBytes(each) ?? 0) / MEGABYTE);
    const childMb = Math.max(peak.childMb, ...childrenOf(pid).map(of));
    peak = { hostMb: Math.max(peak.hostMb, of(pid)), childMb };
  };
  const timer = setInterval(look, LOOK_MS);
  return {
    peak: () => peak,
    reset: () => {
      peak = { hostMb: 0, childMb: 0 };
    },
    stop: () => clearInterval(timer),
  };
}
