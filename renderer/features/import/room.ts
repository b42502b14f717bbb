/** Room for what is to be sent: asked before it begins, and waited for when it goes. */
import type { HostClient } from '../../../shared/rpc/host-client.ts';
import type { Output } from '../../../shared/rpc/contract.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';

const ASK_EVERY_MS = 1000;

export type Forecast = Output<'disk.forecast'>;

/** What an import of these files leaves on the disk; null when the host does not say. Errors: DISK_WILL_NOT_FIT. */
export async function askRoom(
  host: HostClient,
  files: readonly { readonly file: { readonly size: number } }[],
): Promise<Result<Forecast | null, 'DISK_WILL_NOT_FIT'>> {
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  const answer = await host.call('disk.forecast', { files: files.length, bytes });
  if (!answer.ok) return ok(null);
  const { needs, free, fits } = answer.value;
  if (fits) return ok(answer.value);
  return fail('DISK_WILL_NOT_FIT', { needs: gigabytes(needs), free: gigabytes(free) });
}

/** Waits until files may come in again; says false when there was nothing to wait for. */
export async function waitForRoom(host: HostClient, signal: AbortSignal): Promise<boolean> {
  for (let hasWaited = false; ; hasWaited = true) {
    const answer = await host.call('disk.status', {});
    if (signal.aborted || !answer.ok || answer.value.level !== 'full') return hasWaited;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, ASK_EVERY_MS);
      function done(): void {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
      signal.addEventListener('abort', done);
    });
  }
}

function gigabytes(bytes: number): string {
  return (Math.max(0, bytes) / 1e9).toFixed(1);
}
