/**
 * A pipe between two threads of which neither started the other, such as the one that speaks to a centre and the one that keeps the
 * journal: what goes through it does not pass the host's main thread.
 */
import type { MessagePort } from 'node:worker_threads';
import type { RemotePort } from './port.ts';

/** One end of a `MessageChannel` as a port; it ends when either side closes it or its thread ends. */
export function channelPort(port: MessagePort): RemotePort {
  const exits: ((reason: string) => void)[] = [];
  let isClosed = false;
  port.on('close', () => {
    isClosed = true;
    for (const listener of exits) listener('closed');
  });
  return {
    post: (message, transfer) => port.postMessage(message, [...(transfer ?? [])]),
    onMessage: (listener) => void port.on('message', listener),
    onExit: (listener) => {
      if (isClosed) listener('closed');
      else exits.push(listener);
    },
    kill: () => port.close(),
    pid: undefined,
  };
}
