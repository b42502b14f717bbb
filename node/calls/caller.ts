/** The near side of a port: numbered calls with deadlines. When the far side ends, every open and later call is refused. */
import { TroubleError } from '../../shared/result.ts';
import type { AnswerMessage, Calls, EventMessage, Handed, Remote, RemotePort } from './port.ts';

type Waiting = {
  resolve(value: unknown): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout | undefined;
};

export type Caller<C extends Calls> = {
  readonly calls: Remote<C>;
  on(event: string, listener: (value: unknown) => void): void;
  onExit(listener: (reason: string) => void): void;
  kill(): void;
  readonly pid: number | undefined;
};

/**
 * Calls the service behind `port`. A call ends with its answer, with `DEADLINE` after its deadline in milliseconds
 * (`defaultDeadlineMs` unless it names one; 0 means none), or with `WORKER_GONE` when the far side has ended.
 */
export function createCaller<C extends Calls>(port: RemotePort, defaultDeadlineMs: number): Caller<C> {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, ((value: unknown) => void)[]>();
  let lastId = 0;
  let gone: string | undefined;

  port.onMessage((message) => {
    if (isEvent(message)) {
      for (const listener of listeners.get(message.event) ?? []) listener(message.value);
      return;
    }
    settle(message as AnswerMessage);
  });
  port.onExit((reason) => {
    gone = reason;
    for (const call of waiting.values()) {
      clearTimeout(call.timer);
      call.reject(new TroubleError('WORKER_GONE', { reason }));
    }
    waiting.clear();
  });

  function settle(answer: AnswerMessage): void {
    const call = waiting.get(answer.id);
    if (call === undefined) return; // it was late: its deadline has passed
    waiting.delete(answer.id);
    clearTimeout(call.timer);
    if (answer.ok) call.resolve(answer.value);
    else if (answer.code === 'INTERNAL') call.reject(new Error(answer.message));
    else call.reject(new TroubleError(answer.code, answer.details));
  }

  function call(
    name: string,
    input: unknown,
    deadlineMs: number,
    transfer?: readonly Handed[],
  ): Promise<unknown> {
    if (gone !== undefined) return Promise.reject(new TroubleError('WORKER_GONE', { reason: gone }));
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      const timer =
        deadlineMs === 0
          ? undefined
          : setTimeout(() => {
              waiting.delete(id);
              reject(new TroubleError('DEADLINE', { call: name, ms: deadlineMs }));
            }, deadlineMs);
      waiting.set(id, { resolve, reject, timer });
      try {
        port.post({ id, name, input }, transfer);
      } catch (error) {
        // An input that cannot be copied: nobody will answer.
        waiting.delete(id);
        clearTimeout(timer);
        throw error;
      }
    });
  }

  const calls = new Proxy({} as Remote<C>, {
    get:
      (_target, name) => (input: unknown, options?: { deadlineMs?: number; transfer?: readonly Handed[] }) =>
        call(String(name), input, options?.deadlineMs ?? defaultDeadlineMs, options?.transfer),
  });

  return {
    calls,
    on(event, listener) {
      listeners.set(event, [...(listeners.get(event) ?? []), listener]);
    },
    onExit: (listener) => port.onExit(listener),
    kill: () => port.kill(),
    pid: port.pid,
  };
}

function isEvent(message: unknown): message is EventMessage {
  return typeof message === 'object' && message !== null && 'event' in message;
}
