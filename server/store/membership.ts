/** What judging and hello need of people and devices, read from `server.db` as it is at that moment. */
import type { Database } from '../../node/sqlite/open-database.ts';
import type { Membership } from '../../shared/sync/archive/service-deps.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import { createDirectoryRows } from './directory-rows.ts';
import { serverKeyOf } from './server-identity.ts';

/** So long a founding station may bring what it has of others from before. */
const FOUNDING_MS = 30 * 24 * 60 * 60 * 1000;

/** Reads an archive's membership; `db` may be a connection that only reads. */
export function createMembership(
  db: Database,
  archive: RecordId,
  now: () => number,
): () => Promise<Membership> {
  const rows = createDirectoryRows(db);
  return async () => {
    const people = rows.peopleOf(archive);
    const recoveryUntil = rows.archiveOf(archive)?.recoveryUntil ?? null;
    return {
      grants: ['*'],
      bundleKeys: rows.bundleKeys(archive),
      serverKey: serverKeyOf(db),
      devices: rows
        .devicesOf(archive)
        .map(({ id, name, key, revokedAt }) => ({ id, name, key, revoked: revokedAt !== null })),
      people: people.map(({ id, name }) => ({ id, name })),
      closedPeople: people.filter(({ closedAt }) => closedAt !== null).map(({ id }) => id),
      founder: rows.founderOf(archive, now(), FOUNDING_MS),
      isRecovering: recoveryUntil !== null && Date.parse(recoveryUntil) > now(),
    };
  };
}
