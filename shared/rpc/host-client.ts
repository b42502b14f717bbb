/** The host as a window sees it; made once at start by `renderer/app/host.ts` and handed to whoever needs it. */
import type { Result } from '../result.ts';
import type { Input, Method, Output } from './contract.ts';
import type { EventName, EventValue } from './events.ts';

/** Codes that any call may end with, besides its own: the host is gone, the call took too long, a bug on either side. */
export type TransportCode = 'HOST_GONE' | 'DEADLINE' | 'INTERNAL' | 'BAD_INPUT' | 'FORBIDDEN' | 'READ_ONLY';

export type HostClient = {
  /** Calls the host; never throws and never hangs: trouble is a failure with a code. */
  call<M extends Method>(method: M, input: Input<M>): Promise<Result<Output<M>, string>>;
  /** Listens to an event of the host; the function returned stops it. */
  on<E extends EventName>(event: E, listener: (value: EventValue<E>) => void): () => void;
  /** Sends a file's bytes to the host. */
  put(path: string, body: Blob, options?: { signal?: AbortSignal }): Promise<Result<null, string>>;
};
