/** The calls of one archive on behalf of one session; parts of snapshots go as files. */
import type { Result } from '../../shared/result.ts';
import type { AddAsk } from '../../shared/sync/wire/add.ts';
import type { PushAnswer } from '../../shared/sync/wire/messages.ts';
import type { ProblemCode } from '../../shared/sync/wire/problems.ts';
import type { Wire } from '../../shared/sync/wire/wire.ts';

export type ArchiveCalls = Omit<Wire, 'snapshotPart'> & {
  /** A small push in its short form; SAY_HELLO when it does not fit what is here. */
  add(ask: AddAsk, signal?: AbortSignal): Promise<Result<PushAnswer, ProblemCode>>;
};
