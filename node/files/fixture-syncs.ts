/** For tests: hears of every fsync of this process, by the path of what was synced. On Linux, where a handle has a path. */
import { readlinkSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

type Sync = (this: FileHandle) => Promise<void>;
type Syncing = { sync: Sync; datasync: Sync };

/** Listens until the function returned is called; a path is told when its sync has ended. */
export async function hearSyncs(told: (path: string) => void): Promise<() => void> {
  const some = await open('/dev/null');
  const handles = Object.getPrototypeOf(some) as Syncing;
  await some.close();
  const original: Syncing = { sync: handles.sync, datasync: handles.datasync };
  for (const name of ['sync', 'datasync'] as const) {
    handles[name] = async function (this: FileHandle) {
      const path = readlinkSync(`/proc/self/fd/${this.fd}`);
      await original[name].call(this);
      told(path);
    };
  }
  return () => void Object.assign(handles, original);
}
