/** What a station's rules need from outside: a durable transaction, SHA-256, a clock. */
import type { Result } from '../../result.ts';
import type { Hash } from '../chain.ts';
import type { DecodedOp } from '../op-bytes.ts';
import type { StationRows } from './station-rows.ts';

/** Reads an op's bytes or their text: `decodeOp`; a simulation hands in that of a newer program. */
export type Decode = (bytes: Uint8Array | string) => Result<DecodedOp, 'BAD_OP'>;

export type StationDeps = {
  /**
   * Runs `work` in one transaction that is on the disk when it returns; when it throws, nothing of it is. What was written
   * has one local number, which is announced afterwards.
   */
  readonly transaction: <T>(work: (rows: StationRows) => T) => T;
  /** An unchanging picture, for reading only. */
  readonly picture: <T>(work: (rows: StationRows) => T) => T;
  readonly hash: Hash;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly decode?: Decode;
};
