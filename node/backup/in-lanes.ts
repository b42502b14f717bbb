import { must } from '../../shared/must.ts';

/** Files copied at the same time: while one waits for its disk, the next is read. */
const AT_ONCE = 4;

/** Does `work` for each item, a few at a time; after a failure no further one begins, and it is thrown. */
export async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const failures: unknown[] = [];
  const lane = async (): Promise<void> => {
    while (next < items.length && failures.length === 0) {
      const item = must(items[next++], 'an item');
      await work(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, lane));
  if (failures.length > 0) throw failures[0];
}
