/** Wakes one sleeper: a call while it is awake is not forgotten, it then sleeps no more. */
export type WakeSignal = {
  call(): void;
  /** Until it is called, or after so many milliseconds where they are given. */
  sleep(forMs?: number): Promise<void>;
};

export function createWakeSignal(): WakeSignal {
  let isCalled = false;
  let wake: (() => void) | null = null;
  return {
    call() {
      isCalled = true;
      wake?.();
    },
    async sleep(forMs) {
      let timer: NodeJS.Timeout | undefined;
      if (!isCalled)
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (forMs !== undefined) timer = setTimeout(resolve, forMs);
        });
      clearTimeout(timer);
      wake = null;
      isCalled = false;
    },
  };
}
