/** Sign-ins and their tokens: an access token for a quarter of an hour, a refresh token that is good once. */
import type { Database } from '../../node/sqlite/open-database.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import type { Session, SessionProblem, TokenPair } from './directory-calls.ts';
import type { DirectoryRows } from './directory-rows.ts';
import { newAccess, newToken, tokenHash } from './secrets.ts';

const ACCESS_MS = 15 * 60 * 1000;
const REFRESH_MS = 90 * 24 * 60 * 60 * 1000;

type FamilyRow = {
  no: number;
  device: string;
  person: string;
  ended: string | null;
  refresh: Uint8Array;
  ends: string;
};

type SignedIn = Session & { readonly tokens: TokenPair };

export type Sessions = {
  /** Begins a family of tokens for a person at a device. */
  begin(device: RecordId, person: RecordId): Result<SignedIn, SessionProblem>;
  refresh(device: RecordId, refresh: string): Result<SignedIn, SessionProblem>;
  session(access: string): Result<Session, SessionProblem>;
  end(device: RecordId, refresh: string): void;
};

/** Every call but `session` is to run in a transaction of its caller. */
export function createSessions(db: Database, rows: DirectoryRows, now: () => number): Sessions {
  const columns = 'SELECT no, device, person, ended, refresh, ends FROM families';
  const byRefresh = db.prepare<FamilyRow>(`${columns} WHERE refresh = ?1 OR before = ?1`);
  const byUsed = db.prepare<FamilyRow>(`${columns} WHERE no = (SELECT family FROM used WHERE hash = ?)`);
  const byAccess = db.prepare<FamilyRow>(
    `${columns} WHERE no = (SELECT family FROM accesses WHERE hash = ? AND ends > ?)`,
  );
  const insert = db.prepare('INSERT INTO families (device, person, refresh, ends) VALUES (?, ?, ?, ?)');
  const lastNo = db.prepare<{ no: number }>('SELECT last_insert_rowid() AS no');
  const addAccess = db.prepare('INSERT INTO accesses (hash, family, ends) VALUES (?, ?, ?)');
  const keepUsed = db.prepare(
    'INSERT OR IGNORE INTO used (hash, family) SELECT before, no FROM families WHERE no = ? AND before IS NOT NULL',
  );
  const rotate = db.prepare('UPDATE families SET before = ?, refresh = ?, ends = ? WHERE no = ?');
  const endFamily = db.prepare('UPDATE families SET ended = ? WHERE no = ? AND ended IS NULL');
  const sweepAccesses = db.prepare('DELETE FROM accesses WHERE ends <= ?');
  const sweepFamilies = db.prepare('DELETE FROM families WHERE ends <= ?');

  const present = () => iso(now());

  function judge(family: FamilyRow | undefined): Result<Session, SessionProblem> {
    if (family === undefined || family.ended !== null) return fail('UNAUTHENTICATED');
    return standing(family.device, family.person);
  }

  function standing(deviceId: RecordId, personId: RecordId): Result<Session, SessionProblem> {
    const device = rows.device(deviceId);
    if (device === null) return fail('UNAUTHENTICATED');
    if (device.revokedAt !== null) return fail('DEVICE_REVOKED');
    const person = rows.person(personId);
    const isIn = person !== null && person.closedAt === null && rows.isMember(device.archive, personId);
    return isIn ? ok({ archive: device.archive, device, person, grants: ['*'] }) : fail('UNAUTHENTICATED');
  }

  /** An access token for a family, and the refresh token that counts from now on. */
  function pairOf(no: number, refresh: string, refreshEnds: string): TokenPair {
    const access = newAccess();
    const accessEnds = iso(now() + ACCESS_MS);
    sweepAccesses.run(present());
    addAccess.run(tokenHash(access), no, accessEnds);
    return { access, accessEnds, refresh, refreshEnds };
  }

  return {
    begin(device, person) {
      const session = standing(device, person);
      if (!session.ok) return session;
      sweepFamilies.run(present());
      const refresh = newToken();
      const ends = iso(now() + REFRESH_MS);
      insert.run(device, person, tokenHash(refresh), ends);
      return ok({ ...session.value, tokens: pairOf(lastNo.get()?.no ?? 0, refresh, ends) });
    },

    refresh(device, token) {
      const hash = tokenHash(token);
      const used = byUsed.get(hash);
      // Used up long ago, and shown again: whoever shows it, somebody else has its successors.
      if (used !== undefined) endFamily.run(present(), used.no);
      const family = byRefresh.get(hash);
      const session = judge(family);
      if (family === undefined || !session.ok) return session.ok ? fail('UNAUTHENTICATED') : session;
      if (family.device !== device || family.ends <= present()) return fail('UNAUTHENTICATED');
      const next = newToken();
      const ends = iso(now() + REFRESH_MS);
      // The one before, shown again while its successor was never used: the answer was lost, and a new one takes its place.
      const isAgain = Buffer.compare(family.refresh, hash) !== 0;
      if (!isAgain) keepUsed.run(family.no);
      rotate.run(hash, tokenHash(next), ends, family.no);
      return ok({ ...session.value, tokens: pairOf(family.no, next, ends) });
    },

    session: (access) => judge(byAccess.get(tokenHash(access), present())),

    end(device, token) {
      const family = byRefresh.get(tokenHash(token));
      if (family?.device === device) endFamily.run(present(), family.no);
    },
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
