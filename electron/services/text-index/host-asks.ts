/** Things that the thread asks its host for: numbered events out, calls back. Whoever is not answered in time gets nothing. */

export type HostAsks<T> = {
  /** Null when nothing comes within the time. */
  ask(send: (no: number) => void): Promise<T | null>;
  answer(no: number, value: T | null): void;
  /** Nobody is answered any more, and nobody waits. */
  close(): void;
};

export function createHostAsks<T>(deadlineMs: number): HostAsks<T> {
  const waiting = new Map<number, (value: T | null) => void>();
  let last = 0;
  return {
    ask(send) {
      const no = ++last;
      return new Promise((resolve) => {
        const timer = setTimeout(() => settle(null), deadlineMs);
        const settle = (value: T | null): void => {
          clearTimeout(timer);
          waiting.delete(no);
          resolve(value);
        };
        waiting.set(no, settle);
        send(no);
      });
    },
    answer: (no, value) => waiting.get(no)?.(value),
    close() {
      for (const settle of waiting.values()) settle(null);
    },
  };
}
