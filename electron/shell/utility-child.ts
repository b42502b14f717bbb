/** Children of the shell: Electron's utility processes, because its binary does not run as plain Node (a fuse is off). */
import { utilityProcess } from 'electron';
import { fileURLToPath } from 'node:url';
import type { StartChild } from '../../node/calls/child.ts';

/** Starts `module` as a utility process. Its heap is bounded here, its resident memory by the one who started it. */
export const startUtility: StartChild = (module, { memoryMb }) => {
  const child = utilityProcess.fork(fileURLToPath(module), [], {
    serviceName: 'qoima-child',
    stdio: 'ignore',
    execArgv: [`--max-old-space-size=${memoryMb}`],
  });
  const exits: ((reason: string) => void)[] = [];
  let reason: string | undefined;
  child.once('exit', (code) => {
    reason = `exit ${code}`;
    for (const listener of exits) listener(reason);
  });
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      if (reason === undefined) exits.push(listener);
      else listener(reason);
    },
    kill() {
      const { pid } = child;
      try {
        // One that hangs in native code does not hear the gentle signal.
        if (pid !== undefined) process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended, and its exit has not been told yet.
      }
      child.kill();
    },
    get pid() {
      return child.pid;
    },
  };
};
