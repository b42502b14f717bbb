/** Room on the disk of the data folder, as the host knows it. */
import { useCallback, useEffect, useState } from 'react';
import type { DiskStatus } from '../../shared/rpc/contract-disk.ts';
import { useDesk } from '../ui/desk.ts';

const ASK_EVERY_MS = 60_000;

export function useDisk(): { readonly status: DiskStatus | null; readonly refresh: () => void } {
  const { host } = useDesk();
  const [status, setStatus] = useState<DiskStatus | null>(null);
  const refresh = useCallback(() => {
    void host.call('disk.status', {}).then((answer) => setStatus(answer.ok ? answer.value : null));
  }, [host]);
  useEffect(() => {
    refresh();
    const timer = setInterval(refresh, ASK_EVERY_MS);
    const stops = [
      host.on('disk.changed', setStatus),
      host.on('import.changed', (report) => {
        if (report.state !== 'open' && report.state !== 'running') refresh();
      }),
    ];
    return () => {
      clearInterval(timer);
      for (const stop of stops) stop();
    };
  }, [host, refresh]);
  return { status, refresh };
}
