/** How much waits for a decision, for whoever leads there. */
import { useReviews } from '../../db/hooks.ts';
import { useSyncStatus } from '../../db/sync-status.ts';

/** Records with values that disagree, and the work that the centre holds back. */
export function useInboxCount(): { reviews: number; held: number } {
  return { reviews: useReviews()?.length ?? 0, held: useSyncStatus()?.attention ?? 0 };
}
