/**
 * The window's line to its host: finds the transport, parses every answer and event, gives each call a deadline, and
 * tells when the host is gone and when it is back. After it came back, listeners are told what they may have missed.
 */
import { findTransport, type LineState, type Transport } from './host-transport.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { contract, type Input, type Method, type Output } from '../../shared/rpc/contract.ts';
import { DEADLINE_MS } from '../../shared/rpc/dispatch.ts';
import { events, type EventName, type EventValue } from '../../shared/rpc/events.ts';
import type { HostClient } from '../../shared/rpc/host-client.ts';
import { replySchema } from '../../shared/rpc/reply.ts';
import { CONTRACT_VERSION } from '../../shared/rpc/version.ts';

/** `changed`: the host that came back speaks another contract; the page must be loaded anew. */
export type HostState = LineState | 'changed';

export type HostLine = {
  readonly client: HostClient;
  /** How the host is reached just now. */
  state(): HostState;
  /** Tells of every change of the state; the function returned stops it. */
  onState(listener: (state: HostState) => void): () => void;
  /** Ends the line, for tests. */
  close(): void;
};

/** The host answers `DEADLINE` itself; this is for when it does not answer at all. */
const CALL_DEADLINE_MS = DEADLINE_MS + 5000;

/** How soon a host that answers but is not at work yet is asked again. */
const RETRY_MS = 2000;

/** Opens the line. */
export function openHostLine(transport: Transport = findTransport()): HostLine {
  const listeners = new Map<string, Set<(value: never) => void>>();
  const watchers = new Set<(state: HostState) => void>();
  let state: HostState = 'here';

  function become(next: HostState): void {
    if (next === state) return;
    state = next;
    for (const watcher of watchers) watcher(next);
  }

  async function call<M extends Method>(method: M, input: Input<M>): Promise<Result<Output<M>, string>> {
    let answer: unknown;
    try {
      answer = await transport.call(method, input, AbortSignal.timeout(CALL_DEADLINE_MS));
    } catch (error) {
      return isTimeout(error) ? fail('DEADLINE', { call: method }) : fail('HOST_GONE');
    }
    const reply = replySchema.safeParse(answer);
    if (!reply.success) return fail('INTERNAL', { call: method });
    if (!reply.data.ok) {
      const { code, details, report } = reply.data;
      if (code === 'FORBIDDEN') become('refused');
      return fail(code, report === undefined ? details : { ...details, report });
    }
    const value = contract[method].output.safeParse(reply.data.value);
    return value.success ? ok(value.data as Output<M>) : fail('INTERNAL', { call: method });
  }

  function tell(event: string, value: unknown): void {
    if (!isEventName(event)) return;
    const parsed = events[event].safeParse(value);
    if (!parsed.success) return;
    if (event === 'host.stopping') become('gone');
    for (const listener of listeners.get(event) ?? []) listener(parsed.data as never);
  }

  /** The host is back: is it still the one that this page can talk to, and what happened meanwhile? */
  async function catchUp(): Promise<void> {
    const info = await call('app.info', {});
    if (!info.ok) {
      // The line is open but the host is not at work yet; a line that breaks again starts this anew by itself.
      if (info.code !== 'FORBIDDEN' && info.code !== 'HOST_GONE') setTimeout(() => void catchUp(), RETRY_MS);
      return;
    }
    if (info.value.contract !== CONTRACT_VERSION) return become('changed');
    become('here');
    const [head, jobs, imports] = await Promise.all([
      call('journal.head', {}),
      call('job.list', {}),
      call('import.list', {}),
    ]);
    if (head.ok) tell('journal.grew', { n: head.value.n });
    if (jobs.ok) tell('jobs.changed', jobs.value);
    if (imports.ok) for (const report of imports.value.imports) tell('import.changed', report);
  }

  let wasAway = false;
  const endListening = transport.listen(tell, (line) => {
    if (line !== 'here') {
      wasAway = true;
      if (state !== 'changed') become(line);
      return;
    }
    // At the very first opening there is nothing to catch up with.
    if (wasAway) void catchUp();
    wasAway = false;
  });

  const client: HostClient = {
    call,
    on<E extends EventName>(event: E, listener: (value: EventValue<E>) => void) {
      const known = listeners.get(event) ?? new Set();
      known.add(listener);
      listeners.set(event, known);
      return () => void known.delete(listener);
    },
    put: putBytes,
  };

  return {
    client,
    state: () => state,
    onState(listener) {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
    close: endListening,
  };
}

/** Sends bytes by `PUT` as a stream that the browser reads from the file; a refusal is its code. */
async function putBytes(
  path: string,
  body: Blob,
  options: { signal?: AbortSignal } = {},
): Promise<Result<null, string>> {
  try {
    const response = await fetch(path, { method: 'PUT', body, ...options });
    if (response.ok) return ok(null);
    const refusal = replySchema.safeParse({ ok: false, ...((await response.json()) as object) });
    return refusal.success && !refusal.data.ok
      ? fail(refusal.data.code, refusal.data.details)
      : fail('INTERNAL');
  } catch (error) {
    if (options.signal?.aborted === true) return fail('CANCELLED');
    // A file that was moved or locked since it was chosen cannot be read; the host cannot be the reason then.
    return fail(
      error instanceof DOMException && error.name === 'NotReadableError' ? 'UNREADABLE' : 'HOST_GONE',
    );
  }
}

function isEventName(event: string): event is EventName {
  return Object.hasOwn(events, event);
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}
