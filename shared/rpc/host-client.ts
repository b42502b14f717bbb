/** The host as a window sees it; made once at start by `renderer/app/host.ts` and handed to whoever needs it. */
import type { Result } from '../result.ts';
import type { Input, Method, Output } from './contract.ts';
import type { EventName, EventValue } from './events.ts';

export type HostClient = {
  /**
   * Calls the host; never throws and never hangs: trouble is a failure with a code. Besides a call's own codes any call
   * may end with HOST_GONE, DEADLINE, INTERNAL (a bug, with `report`), BAD_INPUT, UNKNOWN_METHOD, FORBIDDEN, READ_ONLY.
   */
  call<M extends Method>(method: M, input: Input<M>): Promise<Result<Output<M>, string>>;
  /** Listens to an event of the host; the function returned stops it. */
  on<E extends EventName>(event: E, listener: (value: EventValue<E>) => void): () => void;
  /** Sends a file's bytes to the host; besides the host's own codes CANCELLED, UNREADABLE (the file), HOST_GONE. */
  put(path: string, body: Blob, options?: { signal?: AbortSignal }): Promise<Result<null, string>>;
};
