/**
 * Calls that write down what a person did: on a full disk they are done again in the room that the ballast gives up. A call that
 * met a full disk has written nothing, so it may be done again.
 */
import { TroubleError } from '../../../shared/result.ts';
import type { Services } from '../../../shared/rpc/contract.ts';
import type { Disk } from './disk.ts';

const TO_THE_LAST = [
  'journal.commit',
  'journal.undo',
  'journal.redo',
  'step.part',
  'step.write',
  'step.discard',
  'settings.write',
  'backup.plan',
  'audit.plan',
  'disk.limits',
] as const satisfies (keyof Services)[];

/** The services, with these calls written to the last. */
export function withLastRoom(services: Services, disk: Pick<Disk, 'makeRoom' | 'look'>): Services {
  const last = TO_THE_LAST.map((name) => {
    const call = services[name] as (input: unknown) => Promise<unknown>;
    const again = async (input: unknown): Promise<unknown> => {
      for (;;) {
        try {
          return await call(input);
        } catch (error) {
          // Until it is written, or nothing is left to give up.
          if (!isFull(error) || !(await disk.makeRoom())) throw error;
        }
      }
    };
    return [name, again] as const;
  });
  return { ...services, ...Object.fromEntries(last) };
}

function isFull(error: unknown): boolean {
  if (!(error instanceof TroubleError)) return false;
  return (
    error.code === 'DISK_FULL' ||
    (error.code === 'SETTINGS_NOT_WRITTEN' && error.details?.['reason'] === 'ENOSPC')
  );
}
