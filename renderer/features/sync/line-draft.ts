/** The plan of the line as it stands in the form, and back. Pure. */
import type { SyncPlan } from '../../../shared/rpc/contract-sync.ts';

export type LineDraft = {
  readonly isAlways: boolean;
  readonly from: number;
  readonly to: number;
  /** Gigabytes in a day as typed; empty: no limit. */
  readonly daily: string;
  readonly proxy: 'system' | 'none' | 'address';
  readonly address: string;
};

/** When most offices are empty. */
const NIGHT = { from: 20, to: 7 };

export function lineDraftOf({ hours, dailyBytes, proxy }: SyncPlan): LineDraft {
  return {
    isAlways: hours === null,
    ...(hours ?? NIGHT),
    daily: dailyBytes === null ? '' : String(dailyBytes / 1e9),
    proxy: proxy.kind,
    address: proxy.kind === 'address' ? proxy.address : '',
  };
}

/** The limit of a day as typed, in bytes; null: none; undefined: it cannot be read. */
export function dailyBytesOf({ daily }: LineDraft): number | null | undefined {
  if (daily.trim() === '') return null;
  const gigabytes = Number(daily.trim().replace(',', '.'));
  return gigabytes > 0 ? gigabytes * 1e9 : undefined;
}

/** Null when something in it cannot be read. */
export function linePlanOf(draft: LineDraft): SyncPlan | null {
  const dailyBytes = dailyBytesOf(draft);
  if (dailyBytes === undefined) return null;
  if (draft.proxy === 'address' && draft.address.trim() === '') return null;
  return {
    hours: draft.isAlways ? null : { from: draft.from, to: draft.to },
    dailyBytes,
    proxy:
      draft.proxy === 'address' ? { kind: 'address', address: draft.address.trim() } : { kind: draft.proxy },
  };
}
