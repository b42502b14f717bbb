/** Commands that are told to end by Ctrl+C. */

/** Does the work; the first Ctrl+C meanwhile aborts its signal, so that it ends in good order, and a second one ends the process. */
export async function untilInterrupted<T>(work: (stop: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const onInterrupt = (): void => controller.abort();
  process.once('SIGINT', onInterrupt);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}
