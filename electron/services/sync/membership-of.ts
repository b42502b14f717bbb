/** What a disk needs to know of this station's place among the others, from what the centre said last: it works without a line. */
import type { RecordId } from '../../../shared/sync/op.ts';
import { TroubleError } from '../../../shared/result.ts';
import { SCHEMA_VERSION } from '../../../shared/sync/op.ts';
import type { StationStore } from '../../../shared/sync/station/station-store.ts';
import { PROTOCOL } from '../../../shared/sync/wire/messages.ts';
import type { BundleMembership } from '../bundle/bundle-membership.ts';
import { deviceKey, type DeviceSecret } from './device-key.ts';
import { readLink } from './link.ts';
import { readMembership } from './membership.ts';

/** Null when this archive has no centre. `folder` is the data folder's `sync`. @throws TroubleError DEVICE_KEY_UNREADABLE */
export async function membershipOf(deps: {
  readonly folder: string;
  readonly archive: RecordId;
  readonly app: string;
  /** Who is signed in, or was last. */
  readonly person: RecordId;
  readonly store: StationStore;
  readonly files: number;
  readonly now: () => number;
  readonly device: DeviceSecret | null;
}): Promise<BundleMembership | null> {
  const { folder, store } = deps;
  const link = await readLink(folder);
  if (link === null || !link.isProven || link.archive.id !== deps.archive) return null;
  if (deps.device === null) throw new TroubleError('DEVICE_KEY_UNREADABLE');
  const key = deviceKey(deps.device);
  const told = await readMembership(folder);
  return {
    device: link.device.id,
    person: deps.person,
    sign: (bytes) => key.sign(bytes),
    keys: told.bundleKeys.map(({ id, key: text }) => ({ id, key: Buffer.from(text, 'base64url') })),
    serverKey: told.serverKey,
    devices: Object.fromEntries(told.devices.map(({ id, name, key: text }) => [id, { name, key: text }])),
    async greeting() {
      const { own, cursor, marks, unsentOps, unsentRecords } = await store.facts();
      return {
        protocols: [PROTOCOL],
        schema: SCHEMA_VERSION,
        app: deps.app,
        own: [...own],
        cursor,
        marks: [...marks],
        now: new Date(deps.now()).toISOString(),
        behind: { ops: unsentOps, records: unsentRecords, files: deps.files },
      };
    },
    heardAt: told.heardAt,
  };
}
