/** The directory as the server uses it: `server.db` in a thread of its own. */
import { startService } from '../../node/calls/thread-service.ts';
import type { Directory, OpenDirectory } from './directory-calls.ts';
import { openDirectoryFile } from './directory-file.ts';

export type DirectoryThreadData = { readonly path: string };

const DEADLINE_MS = 30_000;
const CALLS = [
  'server',
  'archives',
  'archive',
  'devices',
  'device',
  'people',
  'account',
  'checkPassword',
  'enrol',
  'signIn',
  'refresh',
  'session',
  'signOut',
  'noteBegun',
  'noteContact',
] as const satisfies (keyof Directory)[];

/**
 * Opens `server.db`, or makes it. `onFall` hears why the thread ended when nobody had closed it.
 *
 * @throws TroubleError DIRECTORY_BROKEN, SERVER_NEWER, or a disk code
 */
export function openDirectory(options: {
  readonly path: string;
  readonly onFall?: ((reason: string) => void) | undefined;
}): OpenDirectory {
  // Opened here once, so that what is wrong with it is told plainly and at once.
  openDirectoryFile(options.path).close();
  const service = startService<Directory & { close(input: null): null }>({
    url: new URL('./directory-thread.ts', import.meta.url),
    data: { path: options.path } satisfies DirectoryThreadData,
    deadlineMs: DEADLINE_MS,
    onFall: options.onFall,
  });
  const { calls } = service;
  // The remote calls take what those of the thread take.
  const directory = Object.fromEntries(CALLS.map((name) => [name, calls[name]])) as unknown as Directory;
  return { ...directory, close: () => service.close() };
}
