/** What the sync thread answers; `open-sync.ts` is the only caller. */
import type { MessagePort } from 'node:worker_threads';
import type { SyncPlan } from '../../../shared/rpc/contract-sync.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { DecideAsk } from '../../../shared/sync/wire/messages.ts';
import type { Centre, CentreReport } from './centre.ts';
import type { DeviceSecret } from './device-key.ts';
import type { LineSettings, Pause } from './engine.ts';

export type SyncThreadData = {
  /** The data folder's `sync`. */
  readonly folder: string;
  readonly app: string;
  readonly archive: RecordId;
};

type Given<K extends keyof Centre> = Centre[K] extends (input: infer I) => unknown ? I : never;
type Got<K extends keyof Centre> = Centre[K] extends (...input: never[]) => infer O ? Awaited<O> : never;
type Called<K extends keyof Centre> = (input: Given<K>) => Got<K> | Promise<Got<K>>;

export type SyncCalls = {
  /** `journal`: the way to the journal's thread. */
  open(input: {
    journal: MessagePort;
    settings: LineSettings;
    key: DeviceSecret | null;
  }): Promise<CentreReport>;
  look: Called<'look'>;
  connect: Called<'connect'>;
  signIn: Called<'signIn'>;
  signOut(input: null): Promise<null>;
  people(input: null): Got<'people'>;
  leave(input: null): Promise<null>;
  written(input: null): null;
  now(input: null): Promise<null>;
  setPause(input: Pause | null): Promise<null>;
  setPlan(input: { plan: SyncPlan; authority?: string | undefined }): Promise<Got<'setPlan'>>;
  authorities(input: null): Got<'authorities'>;
  attention: Called<'attention'>;
  decide(input: DecideAsk): Promise<Got<'decide'>>;
  token(stale: string | undefined): Promise<Got<'token'>>;
  /** How many files, and how many of their bytes, are not at the centre. */
  setBehind(input: { files: number; bytes: number }): null;
  close(input: null): Promise<null>;
};

/** Told unasked: `report`, `log`, `bug`. */
export type SyncLogLine = {
  readonly event: string;
  readonly details?: Readonly<Record<string, string | number | boolean | null>> | undefined;
};
export type SyncBug = { readonly message: string; readonly stack: string };
