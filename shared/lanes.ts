/** A few at a time: work taken one by one from a source, in its order, by as many lanes as may run at once. */

/** Resolves when the source is at its end, or one piece of work has said that it is of no use to go on. */
export async function inLanes<T>(
  atOnce: number,
  source: AsyncIterable<T> | Iterable<T>,
  work: (item: T) => Promise<'on' | 'stop'>,
): Promise<void> {
  const items = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  let isStopped = false;
  // An async generator gives its items one after the other, however many ask.
  const lane = async (): Promise<void> => {
    while (!isStopped) {
      const next = await items.next();
      if (next.done === true) return;
      if ((await work(next.value)) === 'stop') isStopped = true;
    }
  };
  const ended = await Promise.allSettled(
    Array.from({ length: atOnce }, () =>
      lane().catch((error: unknown) => {
        isStopped = true;
        throw error;
      }),
    ),
  );
  await items.return?.();
  // Only when no lane works any more: whoever comes next may take up the same items.
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}
