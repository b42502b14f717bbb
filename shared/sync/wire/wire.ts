/**
 * The calls of one archive, as a station sees them: over HTTP, straight into the archive service in simulations, in part
 * over a disk. None throws for trouble of the line or the server; all of them may be repeated.
 */
import type { Result } from '../../result.ts';
import type {
  AttentionAnswer,
  AttentionAsk,
  DecideAnswer,
  DecideAsk,
  HelloAnswer,
  HelloAsk,
  PullAsk,
  PullPage,
  PushAnswer,
  PushAsk,
  PutRow,
  SnapshotManifest,
  SnapshotPartAsk,
} from './messages.ts';
import type { HistoryAnswer, HistoryAsk, RecordsAnswer, RecordsAsk } from './records-messages.ts';
import type { ProblemCode } from './problems.ts';

type Call<Ask, Answer> = (ask: Ask, signal?: AbortSignal) => Promise<Result<Answer, ProblemCode>>;

export type Wire = {
  readonly hello: Call<HelloAsk, HelloAnswer>;
  readonly push: Call<PushAsk, PushAnswer>;
  readonly pull: Call<PullAsk, PullPage>;
  readonly records: Call<RecordsAsk, RecordsAnswer>;
  readonly snapshot: Call<null, SnapshotManifest>;
  /** The part's rows, their bytes compared with the manifest's hash by whoever carries them. */
  readonly snapshotPart: Call<SnapshotPartAsk, readonly PutRow[]>;
  readonly history: Call<HistoryAsk, HistoryAnswer>;
  readonly attention: Call<AttentionAsk, AttentionAnswer>;
  readonly decide: Call<DecideAsk, DecideAnswer>;
};
