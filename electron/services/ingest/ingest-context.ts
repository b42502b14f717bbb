/** What the parts of the import service share. */
import type { Log } from '../../../node/log.ts';
import type { Vault } from '../../../node/vault/vault-types.ts';
import type { Remote } from '../../../node/calls/port.ts';
import type { Decoder } from '../decode/decoder.ts';
import type { JobsCalls } from '../jobs/jobs-calls.ts';
import type { Journal } from '../journal/journal.ts';
import type { Writer } from '../journal/journal-calls.ts';
import type { Sidecars } from '../texts/sidecars.ts';
import type { Intake } from './intake.ts';

export type IngestContext = {
  readonly store: Remote<JobsCalls>;
  readonly journal: Journal;
  readonly vault: Vault;
  readonly decoder: Decoder;
  /** Takes texts in that lie beside scans; without it they are refused as no documents. */
  readonly sidecars?: Sidecars | undefined;
  readonly log: Log;
  readonly intake: Intake;
  readonly now: () => number;
  /** Under which of this folder's replicas records are written. */
  readonly writer: Writer;
  /** Whether there is room for files to come in. */
  mayTakeIn(): Promise<boolean>;
  /** An import's sum has changed. */
  changed(importId: string): void;
  /** There is something to take in. */
  wakeImport(importId: string): Promise<void>;
  /** There are pictures to make. */
  wakeDerive(importId: string): Promise<void>;
};
