/** Calls at most once per `ms`, and always once more after the last request: the last state is never withheld. */
export type Throttle = {
  /** Asks for a call soon. */
  soon(): void;
  /** Calls at once when a call was asked for. */
  flush(): void;
};

export function createThrottle(ms: number, call: () => void): Throttle {
  let timer: NodeJS.Timeout | undefined;
  return {
    soon() {
      timer ??= setTimeout(() => {
        timer = undefined;
        call();
      }, ms);
    },
    flush() {
      if (timer === undefined) return;
      clearTimeout(timer);
      timer = undefined;
      call();
    },
  };
}
