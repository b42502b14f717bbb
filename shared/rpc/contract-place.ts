/** Calls about where the data lies: the folder, its room, moving it to another disk. */
import { z } from 'zod';

const folder = z.string().min(1).max(4000);
const nothing = z.strictObject({});

export const placeCalls = {
  'place.status': {
    access: 'read',
    input: nothing,
    output: z.strictObject({
      folder: z.string(),
      /** Room on its disk, in bytes. */
      free: z.number().nonnegative(),
      /** Where the data was before it was moved here, while that folder is still there. */
      oldFolder: z.string().nullable(),
      /** A copy of the data that was begun or is ready to be switched to. */
      copy: z.strictObject({ to: z.string(), isReady: z.boolean() }).nullable(),
      /** Why the switch that was asked for before this start was not made. */
      notSwitched: z.string().nullable(),
    }),
  },
  /**
   * Begins to copy the data to a new folder, as a job; work goes on meanwhile. Errors: MOVE_NOT_ABSOLUTE, MOVE_INSIDE_DATA,
   * MOVE_PLACE_MISSING, MOVE_NOT_EMPTY; the job's: MOVE_NO_ROOM, MOVE_PLACE_GONE, MOVE_PLACE_UNWRITABLE, MOVE_SOURCE_DAMAGED.
   */
  'place.copy': {
    access: 'write',
    input: z.strictObject({ to: folder }),
    output: z.strictObject({ job: z.uuid() }),
  },
  /**
   * Ends the host, brings over what has changed since, and opens the data at the new place. Errors: MOVE_NOT_READY, MOVE_BUSY
   * while files are coming in.
   */
  'place.switch': { access: 'write', input: nothing, output: nothing },
  /** Asks for a folder by the system's own dialog; null when none was chosen. Asked again while it is open, it is the same one. */
  'place.pick': {
    access: 'write',
    input: nothing,
    output: z.strictObject({ folder: z.string().nullable() }),
  },
} as const;
