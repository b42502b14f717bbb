/** What a disk needs to know of this station's place among the others; the sync service keeps it from its last word with the centre. */
import type { RecordId } from '../../../shared/sync/op.ts';
import type { HelloAsk } from '../../../shared/sync/wire/messages.ts';

export type BundleMembership = {
  /** This machine, as the centre knows it. */
  readonly device: string;
  /** Who is signed in, or was last. */
  readonly person: RecordId;
  /** Ed25519 by this machine's key, in base64url. */
  sign(bytes: Uint8Array): string;
  /** The archive's keys for disks, 32 bytes each, by their ids; the newest first. Empty before the first contact. */
  readonly keys: readonly { readonly id: string; readonly key: Uint8Array }[];
  /** Ed25519 public keys, base64url: of the centre, and of all its machines by their ids. */
  readonly serverKey: string;
  readonly devices: Readonly<Record<string, { readonly name: string; readonly key: string }>>;
  /** What this station would say to the centre now. */
  greeting(): Promise<HelloAsk>;
  /** The centre's clock when it last answered, ISO 8601; null: never. */
  readonly heardAt: string | null;
};
