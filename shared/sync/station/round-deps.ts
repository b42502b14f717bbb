/** What a round of sync works with, and what comes of it. */
import type { Failure } from '../../result.ts';
import type { ReplicaId } from '../op.ts';
import type { HelloAnswer, HelloAsk } from '../wire/messages.ts';
import type { ProblemCode } from '../wire/problems.ts';
import type { Wire } from '../wire/wire.ts';
import type { StationFacts, StationStore, Taken } from './station-store.ts';

export type RoundDeps = {
  readonly store: StationStore;
  readonly wire: Wire;
  /** The device that this station is to the server. */
  readonly device: string;
  /** Ed25519 by the device's key, base64url. */
  readonly sign: (bytes: Uint8Array) => Promise<string>;
  /** The program's version, the clock, and the files that are not at the centre: what hello tells beside the store's facts. */
  readonly about: () => Pick<HelloAsk, 'app' | 'now'> & { readonly files: number };
  /** Hears what the server said of itself. */
  readonly onHello?: (hello: HelloAnswer) => void;
  /** Hears after each call how far the round is. */
  readonly onStep?: (step: Step) => void;
  /**
   * What the server said of itself not long ago, and the last number of its log that is known here: the round begins without a
   * hello. `isPoked` false: what is here goes out, and is all that there is when the log grew by just that. Whatever does not fit says
   * hello after all.
   */
  readonly fresh?: { readonly hello: HelloAnswer; readonly head: number; readonly isPoked: boolean };
  /** So many pieces of history are fetched in a round, when all else is done. */
  readonly historyPieces?: number;
  /** From so many entries on a blank station begins with a snapshot. */
  readonly snapshotFrom?: number;
};

type Step =
  | { readonly kind: 'pushed' | 'pulled' | 'history'; readonly ops: number }
  /** How far the cursor is in the server's log. */
  | { readonly kind: 'reached'; readonly srv: number; readonly head: number }
  | { readonly kind: 'snapshot'; readonly parts: number; readonly of: number };

export type RoundResult = {
  readonly pushed: number;
  readonly pulled: number;
  readonly history: number;
  readonly renewed: Taken['renewed'];
  /** Why the round ended before its end; what it did stands. */
  readonly problem: Failure<ProblemCode> | null;
  readonly hello: HelloAnswer | null;
  /** The last number of the server's log that is known here, null when the round did not come so far. */
  readonly head: number | null;
  /** As the round left the station. */
  readonly facts: StationFacts;
};

/** What has been done so far. */
export type Tally = {
  pushed: number;
  pulled: number;
  history: number;
  renewed: Taken['renewed'][number][];
  head: number | null;
  /** Something that was sent or read is not in the shared state: only the log tells what became of it. */
  isWithheld: boolean;
  /** Work was met of somebody who was at the server in no hello yet: only a further one tells whose it is. */
  hasNewcomer: boolean;
};
/** Why a part of the round ended before its end; null: it is done. */
export type Ended = Failure<ProblemCode> | null;

export function note(tally: Tally, taken: Taken): void {
  for (const one of taken.renewed) tally.renewed.push(one);
}

/** Notes who wrote what was met. A hello names all that the server has met, so that one without a device is asked after once. */
export function noteWriters(
  tally: Tally,
  hello: HelloAnswer,
  met: { readonly writers: readonly ReplicaId[]; readonly own: readonly ReplicaId[] },
): void {
  const { writers, own } = met;
  tally.hasNewcomer ||= writers.some((id) => hello.vector[id] === undefined && !own.includes(id));
}
