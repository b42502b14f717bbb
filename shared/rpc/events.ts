/** What the host tells its windows unasked; each event's value is parsed by its schema on arrival. */
import { z } from 'zod';
import { captureEvents } from './contract-capture.ts';
import { diskStatusSchema } from './contract-disk.ts';
import { findingEvents } from './contract-finding.ts';
import { importReportSchema } from './contract-import.ts';
import { jobsSchema } from './contract-jobs.ts';
import { syncEvents } from './contract-sync.ts';
import { syncFilesEvents } from './contract-sync-files.ts';

export const events = {
  /** The room on the disk of the data folder means something else now, or another kind of job waits for it. */
  'disk.changed': diskStatusSchema,
  /** Something was written; a follower asks for `journal.changes`. */
  'journal.grew': z.strictObject({ n: z.int() }),
  'jobs.changed': jobsSchema,
  'import.changed': importReportSchema,
  ...captureEvents,
  ...findingEvents,
  ...syncEvents,
  ...syncFilesEvents,
  /** The host is going down in good order; the window shows it and stops writing. */
  'host.stopping': z.strictObject({}),
} as const;

export type EventName = keyof typeof events;
export type EventValue<E extends EventName> = z.infer<(typeof events)[E]>;
export type Emit = <E extends EventName>(event: E, value: EventValue<E>) => void;
