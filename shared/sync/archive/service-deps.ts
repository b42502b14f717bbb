/** What the archive service needs of the server around it. */
import type { RecordId } from '../op.ts';
import type { ReadOp } from '../read-op.ts';
import type { Hash } from '../chain.ts';
import type { Decode } from '../station/station-deps.ts';
import type { HelloAnswer, PutRow, SnapshotManifest, SnapshotPartAsk } from '../wire/messages.ts';
import type { Limits } from '../wire/limits.ts';
import type { ArchiveStore } from './archive-store.ts';

/** Who calls. For a disk: the device that made the bundle. */
export type Caller = { readonly device: string; readonly person: RecordId };

/** What hello tells of the people and machines, and what judging needs of them. */
export type Membership = Pick<HelloAnswer, 'people' | 'bundleKeys' | 'serverKey' | 'grants'> & {
  readonly devices: readonly {
    readonly id: string;
    readonly name: string;
    readonly key: string;
    readonly revoked: boolean;
  }[];
  /** People whose later work waits for review. */
  readonly closedPeople: readonly RecordId[];
  /**
   * The device that founded the archive here, for its first time: what it brings of others nobody here can have signed, when
   * the archive had lived at another server before.
   */
  readonly founder?: string | null;
  /** An administrator has opened the time after a restored backup: stations may bring others' ops without their seals. */
  readonly isRecovering: boolean;
};

/** A whole transaction of one replica, on its way in. */
export type Incoming = {
  readonly ops: readonly ReadOp[];
  readonly caller: Caller;
  /** The device whose seal stands for these ops; null when none does. */
  readonly author: string | null;
};

/** Why a transaction is kept out of the shared state, or null when it is taken. */
export type Judge = (incoming: Incoming, membership: Membership) => string | null;

/** Where snapshots lie: folders at a server, memory in simulations. */
export type SnapshotShelf = {
  /** The newest whole one that is kept. */
  newest(): Promise<SnapshotManifest | null>;
  /** Writes a snapshot's parts and its manifest; it counts when the manifest is on the disk. */
  keep(
    head: Omit<SnapshotManifest, 'parts' | 'records'>,
    parts: AsyncIterable<readonly PutRow[]>,
  ): Promise<SnapshotManifest>;
  /** A part's rows; null when there is no such part (any more). */
  part(ask: SnapshotPartAsk): Promise<readonly PutRow[] | null>;
};

export type ArchiveServiceDeps = {
  readonly store: ArchiveStore;
  readonly shelf: SnapshotShelf;
  readonly hash: Hash;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
  readonly membership: () => Promise<Membership>;
  /** Ed25519: whether `signature` (base64url) is `key`'s (base64url) over these bytes. */
  readonly verify: (key: string, bytes: Uint8Array, signature: string) => boolean;
  readonly decode?: Decode;
  readonly judge?: Judge;
  readonly limits?: Limits;
  /** The record schemas whose ops are taken. */
  readonly schema?: { readonly min: number; readonly max: number };
};

/** What the calls are made with, defaults filled in. */
export type ServiceTools = Required<
  Pick<ArchiveServiceDeps, 'hash' | 'now' | 'verify' | 'decode' | 'judge' | 'limits' | 'schema'>
>;
