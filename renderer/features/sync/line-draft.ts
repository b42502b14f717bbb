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

/** Null when something in it cannot be read. */
export function linePlanOf(draft: LineDraft): SyncPlan | null {
  const gigabytes = draft.daily.trim() === '' ? null : Number(draft.daily.trim().replace(',', '.'));
  if (gigabytes !== null && !(gigabytes > 0)) return null;
  if (draft.proxy === 'address' && draft.address.trim() === '') return null;
  return {
    hours: draft.isAlways ? null : { from: draft.from, to: draft.to },
    dailyBytes: gigabytes === null ? null : gigabytes * 1e9,
    proxy:
      draft.proxy === 'address' ? { kind: 'address', address: draft.address.trim() } : { kind: draft.proxy },
  };
}
