/** Room for what a command is to take in: said before it begins, and kept for descriptions while it runs. */
import { freeSpace } from '../../../node/files/free-space.ts';
import { TroubleError } from '../../../shared/result.ts';
import { DISK_LIMITS, type DiskLimits } from '../../../shared/rpc/contract-disk.ts';
import { forecast } from '../../services/disk/disk-rules.ts';
import { openSettings } from '../../services/settings.ts';
import type { Io } from '../io.ts';

const GIGABYTE = 1e9;

/** Says what the files will need and what will be left. @throws TroubleError DISK_WILL_NOT_FIT */
export async function askRoom(io: Io, files: readonly { readonly size: number }[]): Promise<void> {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const { needs, left, fits, free } = forecast(
    await freeSpace(io.dataFolder),
    files.length,
    bytes,
    limitsOf(io.dataFolder),
  );
  const size = (count: number) => (count / GIGABYTE).toFixed(1);
  if (!fits) throw new TroubleError('DISK_WILL_NOT_FIT', { needs: size(needs), free: size(free) });
  io.err(`Needs about ${size(needs)} GB; ${size(left)} GB will be left.`);
}

/** Whether there is room for one more file, asked before each. */
export function roomIn(folder: string): () => Promise<boolean> {
  const { full } = limitsOf(folder);
  return async () => (await freeSpace(folder)) >= full;
}

function limitsOf(folder: string): DiskLimits {
  return openSettings(folder).read().disk ?? DISK_LIMITS;
}
