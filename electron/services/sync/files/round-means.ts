/** What every part of a round of files needs. */
import type { Remote } from '../../../../node/calls/port.ts';
import type { Log } from '../../../../node/log.ts';
import type { Vault } from '../../../../node/vault/vault-types.ts';
import { LINE_PROBLEMS } from '../../../../shared/sync/wire/problems.ts';
import type { Turns } from '../../../../shared/turns.ts';
import type { CentreFetch } from '../line/centre-fetch.ts';
import type { CarriedInventories } from './carried-inventories.ts';
import type { CentreFiles } from './centre-files.ts';
import type { FilesCalls } from './files-calls.ts';
import type { Moving } from './moving.ts';
import type { Pieces } from './send-file.ts';
import type { PicturesHere } from './pictures-here.ts';

export type FilesMeans = {
  readonly store: Remote<FilesCalls>;
  readonly vault: Vault;
  /** The vault's folder. */
  readonly vaultFolder: string;
  readonly pictures: PicturesHere;
  readonly fetch: CentreFetch;
  readonly centre: CentreFiles;
  /** Of this station: stands in the names of its uploads. */
  readonly replica: string;
  /** How much one request of this round may carry. */
  readonly pieces: Pieces;
  /** Files on their way into the vault lie here. */
  readonly carriedFolder: string;
  /** One fetch of a file after the other, by its digest. */
  readonly inTurn: Turns;
  readonly carried: CarriedInventories;
  readonly moving: Moving;
  readonly log: Log;
  /** False in hours without files, when the day's bytes are spent, and in a pause. */
  mayTravel(): boolean;
  isPaused(): boolean;
  countBytes(bytes: number): void;
  /** Readings came that finding has waited for. */
  textsCame(count: number): void;
};

/** Why a round ended before everything was done: a code, or null when it is done. */
export type RoundEnd = string | null;

/** Troubles that end a round: the line, the token, a centre that is full. What is about one file only passes it over. */
const OF_THE_LINE: ReadonlySet<string> = new Set([
  ...LINE_PROBLEMS,
  'UNAUTHENTICATED',
  'DEVICE_REVOKED',
  'SIGN_IN',
  'TOO_MANY_REQUESTS',
  'MAINTENANCE',
  'INSUFFICIENT_STORAGE',
  'UPGRADE_REQUIRED',
  'INTERNAL',
]);

export function endsRound(code: string): boolean {
  return OF_THE_LINE.has(code);
}
