/** Looks at the memory of a host and of its children again and again, and keeps the most. */
import { residentBytes } from '../../electron/services/decode/resident-memory.ts';
import { childrenOf } from '../fixtures/child-processes.ts';

export type MemoryWatch = {
  /** The most so far, in megabytes; 0 where the system does not tell. */
  most(): { host: number; child: number };
  stop(): void;
};

const EVERY_MS = 50;
const MEGABYTE = 1024 * 1024;

export function watchMemory(host: number | undefined): MemoryWatch {
  const most = { host: 0, child: 0 };
  const look = () => {
    if (host === undefined) return;
    most.host = Math.max(most.host, (residentBytes(host) ?? 0) / MEGABYTE);
    for (const child of childrenOf(host)) {
      most.child = Math.max(most.child, (residentBytes(child) ?? 0) / MEGABYTE);
    }
  };
  const timer = setInterval(look, EVERY_MS);
  return { most: () => most, stop: () => clearInterval(timer) };
}
