/** How much memory a process really takes. */
import { readFileSync } from 'node:fs';

/** Pages of the kernel; 4 KiB on every machine that we are packaged for. */
const PAGE_BYTES = 4096;

/** Resident memory of a process in bytes; undefined where the system does not tell without a tool, and for the dead. */
export function residentBytes(pid: number | undefined): number | undefined {
  if (pid === undefined || process.platform !== 'linux') return undefined;
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    return Number.isFinite(pages) ? pages * PAGE_BYTES : undefined;
  } catch {
    return undefined;
  }
}
