/**
 * Ports to processes of our own that read hostile bytes: they can be killed at any moment and take nothing with them.
 * The shell starts them as Electron utility processes, every other host as forks; inside, `childPort()` is the same.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import type { Port, RemotePort } from './port.ts';

/**
 * Starts `module` as a process. `memoryMb` is the resident memory that it may take; where the system can hold a process
 * to its word (Linux) an outer bound is set too, but watching the resident memory stays with the one who started it.
 */
export type StartChild = (module: URL, options: ChildLimits) => RemotePort;

export type ChildLimits = {
  readonly memoryMb: number;
  /** What it reserves beyond that and never touches, where this is more than usual. */
  readonly reservesMb?: number;
};

/** Node with libvips reserves far more than it uses: below this bound it does not even start. */
const LEAST_DATA_MB = 1200;
/** What a process may reserve beyond the resident memory that it is granted. */
const DATA_SLACK_MB = 700;
/** How much of the end of its error output is kept as the reason of its death. */
const REASON_CHARACTERS = 2000;

/** Starts `module` with Node; for the web host and the command line. */
export const startForked: StartChild = (module, limits) => {
  const [execPath = process.execPath, ...execArgv] = launcher(limits);
  const child = fork(fileURLToPath(module), [], {
    execPath,
    execArgv,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // glibc gives each thread an arena of its own, which doubles what libvips holds on to.
    env: { ...process.env, MALLOC_ARENA_MAX: '2' },
  });
  return remotePort(child);
};

/**
 * The command that runs Node: on Linux through `prlimit` (bounds its memory) and `setpriv` (ends it with its starter,
 * even when the starter was killed and the child hangs in native code). Both replace themselves by Node, so the process
 * id stays.
 */
function launcher({ memoryMb, reservesMb = DATA_SLACK_MB }: ChildLimits): string[] {
  if (process.platform !== 'linux') return [process.execPath];
  const bytes = Math.max(LEAST_DATA_MB, memoryMb + reservesMb) * 1024 * 1024;
  const bound = tool('prlimit', `--data=${bytes}`, '--');
  // The signal is bound to the starting thread, and only the main thread lives as long as the process.
  const tie = isMainThread ? tool('setpriv', '--pdeathsig', 'KILL', '--') : [];
  return [...bound, ...tie, process.execPath];
}

function tool(name: string, ...args: string[]): string[] {
  const path = ['/usr/bin', '/bin'].map((folder) => `${folder}/${name}`).find((path) => existsSync(path));
  return path === undefined ? [] : [path, ...args];
}

function remotePort(child: ChildProcess): RemotePort {
  const exits: ((reason: string) => void)[] = [];
  let lastWords = '';
  let reason: string | undefined;

  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-REASON_CHARACTERS);
  });
  child.on('error', (error) => end(error.message));
  // `close` and not `exit`: by then the error output has been read to its end.
  child.on('close', (code, signal) => end([signal ?? `exit ${code}`, lastWords.trim()].join(' ').trim()));

  function end(why: string): void {
    if (reason !== undefined) return;
    reason = why;
    for (const listener of exits) listener(why);
  }

  return {
    post: (message) => {
      // A message to the dead is dropped: the exit tells the caller.
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      if (reason === undefined) exits.push(listener);
      else listener(reason);
    },
    kill: () => void child.kill('SIGKILL'),
    pid: child.pid,
  };
}

/** The port that Electron gives to a utility process. */
type UtilityPort = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
};

/** Inside a child: the port to its starter. Under Node the child ends by itself when its starter is gone. */
export function childPort(): Port {
  const utility = (process as unknown as { parentPort?: UtilityPort }).parentPort;
  if (utility !== undefined) {
    return {
      post: (message) => utility.postMessage(message),
      onMessage: (listener) => utility.on('message', (event) => listener(event.data)),
    };
  }
  if (process.send === undefined) throw new Error('this module runs as a child process only');
  process.on('disconnect', () => process.exit(0));
  // Ctrl+C in a terminal reaches the whole group; the starter decides what becomes of its children.
  process.on('SIGINT', () => undefined);
  return {
    post: (message) => void process.send?.(message, undefined, undefined, () => undefined),
    onMessage: (listener) => void process.on('message', listener),
  };
}
