/** Rows of `server.db` as what they speak of. */
import type { Database } from '../../node/sqlite/open-database.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import type { ArchiveEntry, BundleKey, DeviceContact, DeviceEntry, PersonEntry } from './directory-calls.ts';

export type FoundedArchive = ArchiveEntry & { readonly id: RecordId };

type ArchiveRow = {
  no: number;
  id: string | null;
  name: string;
  made: string;
  founded: string | null;
  begun: string | null;
  recovery: string | null;
};
type DeviceRow = {
  id: string;
  archive: string;
  name: string;
  key: string;
  enrolled: string;
  revoked: string | null;
  contact: string | null;
};
type PersonRow = {
  id: string;
  login: string;
  name: string;
  made: string;
  admin: number;
  closed: string | null;
};

/** So many keys of disks are told; what was encrypted with older ones is opened here. */
const MOST_KEYS = 20;

const DEVICES = `SELECT devices.id, archives.id AS archive, devices.name, key, enrolled, revoked, contact
  FROM devices JOIN archives ON archives.no = devices.archive`;
const PEOPLE = 'SELECT people.id, login, people.name, made, admin, closed FROM people';

export type DirectoryRows = {
  archives(): ArchiveEntry[];
  archiveOf(id: RecordId): FoundedArchive | null;
  archiveNo(no: number): ArchiveEntry | null;
  devicesOf(archive: RecordId): DeviceEntry[];
  device(id: RecordId): DeviceEntry | null;
  peopleOf(archive: RecordId): PersonEntry[];
  allPeople(): PersonEntry[];
  person(id: RecordId): PersonEntry | null;
  /** The newest first. */
  bundleKeys(archive: RecordId): BundleKey[];
  /** The device that founded an archive, if that was less than `ms` before `now`. */
  founderOf(archive: RecordId, now: number, ms: number): RecordId | null;
  isMember(archive: RecordId, person: RecordId): boolean;
};

/** Reads the directory's rows. */
export function createDirectoryRows(db: Database): DirectoryRows {
  const archives = db.prepare<ArchiveRow>('SELECT * FROM archives ORDER BY no');
  const archiveById = db.prepare<ArchiveRow>('SELECT * FROM archives WHERE id = ?');
  const archiveByNo = db.prepare<ArchiveRow>('SELECT * FROM archives WHERE no = ?');
  const devices = db.prepare<DeviceRow>(`${DEVICES} WHERE archives.id = ? ORDER BY enrolled, devices.id`);
  const device = db.prepare<DeviceRow>(`${DEVICES} WHERE devices.id = ?`);
  const people = db.prepare<PersonRow>(`${PEOPLE} WHERE id IN
    (SELECT person FROM members JOIN archives ON archives.no = members.archive WHERE archives.id = ?) ORDER BY login`);
  const allPeople = db.prepare<PersonRow>(`${PEOPLE} ORDER BY login`);
  const person = db.prepare<PersonRow>(`${PEOPLE} WHERE id = ?`);
  const member = db.prepare<{ person: string }>(
    'SELECT person FROM members JOIN archives ON archives.no = members.archive WHERE archives.id = ? AND person = ?',
  );

  const founder = db.prepare<{ founder: string | null; founded: string | null }>(
    'SELECT founder, founded FROM archives WHERE id = ?',
  );
  const bundleKeys = db.prepare<BundleKey>(
    `SELECT bundle_keys.id, key FROM bundle_keys JOIN archives ON archives.no = bundle_keys.archive
     WHERE archives.id = ? ORDER BY bundle_keys.no DESC LIMIT ?`,
  );

  const maybe = <Row, Entry>(row: Row | undefined, read: (row: Row) => Entry): Entry | null =>
    row === undefined ? null : read(row);
  return {
    archives: () => archives.all().map(toArchive),
    archiveOf: (id) => {
      const row = archiveById.get(id);
      return row === undefined ? null : { ...toArchive(row), id };
    },
    archiveNo: (no) => maybe(archiveByNo.get(no), toArchive),
    devicesOf: (archive) => devices.all(archive).map(toDevice),
    device: (id) => maybe(device.get(id), toDevice),
    peopleOf: (archive) => people.all(archive).map(toPerson),
    allPeople: () => allPeople.all().map(toPerson),
    person: (id) => maybe(person.get(id), toPerson),
    bundleKeys: (archive) => bundleKeys.all(archive, MOST_KEYS).map(({ id, key }) => ({ id, key })),
    founderOf: (archive, now, ms) => {
      const row = founder.get(archive);
      if (row === undefined || row.founded === null) return null;
      return now - Date.parse(row.founded) < ms ? row.founder : null;
    },
    isMember: (archive, id) => member.get(archive, id) !== undefined,
  };
}

function toArchive({ no, id, name, made, founded, begun, recovery }: ArchiveRow): ArchiveEntry {
  return { no, id, name, madeAt: made, foundedAt: founded, begunAt: begun, recoveryUntil: recovery };
}

function toDevice({ id, archive, name, key, enrolled, revoked, contact }: DeviceRow): DeviceEntry {
  const told = contact === null ? null : (JSON.parse(contact) as DeviceContact);
  return { id, archive, name, key, enrolledAt: enrolled, revokedAt: revoked, contact: told };
}

function toPerson({ id, login, name, made, admin, closed }: PersonRow): PersonEntry {
  return { id, login, name, madeAt: made, admin: admin === 1, closedAt: closed };
}
