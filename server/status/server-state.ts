/** What an administrator wants to know of a server at a glance; times are ISO 8601, sizes bytes. Null: not known here. */
import type { DeviceEntry } from '../store/directory-calls.ts';

export type ServerState = {
  readonly startedAt: string;
  /** Of the volume that the archives lie on. */
  readonly disk: { readonly free: number; readonly total: number } | null;
  readonly archives: readonly ArchiveState[];
};

export type ArchiveState = {
  readonly id: string;
  readonly name: string;
  /** The log's last entry, and the last one in a verified backup. */
  readonly head: number;
  readonly durable: number;
  /** What its log and snapshots take. */
  readonly bytes: number | null;
  /** The newest backup; `ok`: read again and found whole. */
  readonly backup: { readonly at: string; readonly ok: boolean } | null;
  /** Ops that were set aside and wait for a person. */
  readonly withheld: number;
  readonly files: FilesState | null;
  readonly devices: readonly DeviceEntry[];
};

export type FilesState = {
  readonly files: number;
  readonly bytes: number;
  /** Not whole yet. */
  readonly uploads: number;
  readonly damaged: number;
  /** When the file that was checked longest ago was checked. */
  readonly oldestCheck: string | null;
};
