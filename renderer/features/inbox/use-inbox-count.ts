/** How much waits for a decision, for whoever leads there. */
import { useReviews } from '../../db/hooks.ts';
import { useSyncStatus } from '../../db/sync-status.ts';
import { isOpenWork } from './waiting-words.ts';
import { useWaiting } from './use-waiting.ts';

/** Records with values that disagree, and the work that is held back, at the centre or here. */
export function useInboxCount(): { reviews: number; held: number } {
  const attention = useSyncStatus()?.attention ?? 0;
  const { works } = useWaiting();
  return { reviews: useReviews()?.length ?? 0, held: attention + works.filter(isOpenWork).length };
}
