/** What the server's main thread asks of an archive's threads: the calls of the wire on behalf of a caller, and care. */
import type { Caller } from '../../shared/sync/archive/service-deps.ts';
import type { Result } from '../../shared/result.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import type { AddAsk } from '../../shared/sync/wire/add.ts';
import type { PushAnswer } from '../../shared/sync/wire/messages.ts';
import type { ProblemCode } from '../../shared/sync/wire/problems.ts';
import type { Wire } from '../../shared/sync/wire/wire.ts';
import type { Standing } from './archive-facts.ts';

/** Those of the wire that threads answer: parts of snapshots go as files. */
type WireCall = 'hello' | 'pull' | 'records' | 'history' | 'attention' | 'push' | 'decide';

/** A call with who makes it. */
export type Asked<Ask> = { readonly caller: Caller; readonly ask: Ask };

export type ArchiveThreadData = {
  readonly archive: RecordId;
  /** The archive's folder, and the path of `server.db`. */
  readonly folder: string;
  readonly directory: string;
  readonly role: 'write' | 'read' | 'snapshot';
};

type WireCalls = {
  readonly [K in WireCall]: (input: Asked<Parameters<Wire[K]>[0]>) => ReturnType<Wire[K]>;
};

export type ArchiveThreadCalls = WireCalls & {
  /** A small push in its short form; SAY_HELLO when it does not fit what is here. */
  add(input: Asked<AddAsk>): Promise<Result<PushAnswer, ProblemCode>>;
  /** The newest snapshot, made anew when there is none or it is far behind. */
  snapshot(input: Asked<null>): ReturnType<Wire['snapshot']>;
  standing(input: null): Standing;
  /** Of these files those that some op names, with the device that brought the first such op. */
  named(input: readonly string[]): readonly { readonly sha256: string; readonly device: string | null }[];
  close(input: null): null | Promise<null>;
};
