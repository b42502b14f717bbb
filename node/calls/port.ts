/**
 * A port is a two-way pipe to another thread or process of ours. Calls over it look the same whether the other side is
 * a worker thread, a forked process or Electron's utility process.
 */
import type { MessagePort } from 'node:worker_threads';
import type { Details } from '../../shared/result.ts';

/** What goes over to the far side instead of being copied. */
export type Handed = ArrayBuffer | MessagePort;

export type Port = {
  post(message: unknown, transfer?: readonly Handed[]): void;
  onMessage(listener: (message: unknown) => void): void;
};

/** The far side as its starter sees it. */
export type RemotePort = Port & {
  /** Called once, when the far side has ended for whatever reason; at once when it has ended already. */
  onExit(listener: (reason: string) => void): void;
  /** Ends the far side at once; nothing it was doing is finished. */
  kill(): void;
  /** Process id, where the far side is a process of its own. */
  readonly pid: number | undefined;
};

export type CallMessage = { readonly id: number; readonly name: string; readonly input: unknown };

export type AnswerMessage =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | {
      readonly id: number;
      readonly ok: false;
      readonly code: string;
      readonly details?: Details | undefined;
      readonly message: string;
    };

export type EventMessage = { readonly event: string; readonly value: unknown };

/** The shape that every service behind a port has: named calls with one input and a promised answer. */
export type Calls = Readonly<Record<string, (input: never) => unknown>>;

/** What the caller sees of such a service. */
export type Remote<C extends Calls> = {
  readonly [K in keyof C]: (
    input: Parameters<C[K]>[0],
    options?: { readonly deadlineMs?: number; readonly transfer?: readonly Handed[] },
  ) => Promise<Awaited<ReturnType<C[K]>>>;
};
