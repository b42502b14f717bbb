/** What is under way at this moment, for the status: which file, which way, how far. */
import type { MovingFile } from '../../../../shared/rpc/contract-sync-files.ts';

export type Moving = {
  begin(sha256: string, way: 'up' | 'down', size: number): { progress(done: number): void; end(): void };
  list(): MovingFile[];
};

export function createMoving(changed: () => void): Moving {
  const under = new Map<number, MovingFile>();
  let last = 0;
  return {
    begin(sha256, way, size) {
      const no = ++last;
      under.set(no, { sha256, way, done: 0, size });
      changed();
      return {
        progress(done) {
          under.set(no, { sha256, way, done, size });
          changed();
        },
        end() {
          under.delete(no);
          changed();
        },
      };
    },
    list: () => [...under.values()].slice(0, 20),
  };
}
