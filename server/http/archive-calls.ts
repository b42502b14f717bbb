/** The calls of one archive on behalf of one session; parts of snapshots go as files. */
import type { Wire } from '../../shared/sync/wire/wire.ts';

export type ArchiveCalls = Omit<Wire, 'snapshotPart'>;
