/**
 * The directory: which archives this server keeps, which people and devices may speak for them, and the tokens that
 * prove it. It stands in `server.db`; a command beside a running server may change it, and counts from the next request.
 */
import type { Result } from '../../shared/result.ts';
import type { RecordId } from '../../shared/sync/op.ts';

/** A place for one archive. It takes the id of the archive whose first station founds it. */
export type ArchiveEntry = {
  /** Counts 1, 2, 3 …; what an administrator types. */
  readonly no: number;
  /** Null until a station has founded it. */
  readonly id: RecordId | null;
  readonly name: string;
  /** ISO 8601, as all times here. */
  readonly madeAt: string;
  readonly foundedAt: string | null;
  /** Since when its log has had entries: from then on a log that is not there is a missing disk and no beginning. */
  readonly begunAt: string | null;
  /**
   * Until then stations may send others' work again that they hold and the restored server lacks, even where no device
   * has signed it; null: no such window is open.
   */
  readonly recoveryUntil: string | null;
};

/** What a device last said of itself at its hello. */
export type DeviceContact = {
  readonly at: string;
  /** The program's version. */
  readonly app: string;
  /** How far it has read the archive's log. */
  readonly srv: number;
  /** What it holds that the server lacks. */
  readonly behind: { readonly ops: number; readonly records: number; readonly files: number };
};

/** A station: one data folder on one machine, with a key of its own. */
export type DeviceEntry = {
  readonly id: RecordId;
  readonly archive: RecordId;
  readonly name: string;
  /** Its Ed25519 public key: 32 bytes in base64url. */
  readonly key: string;
  readonly enrolledAt: string;
  readonly revokedAt: string | null;
  readonly contact: DeviceContact | null;
};

/** A person's account; its id is that of the `person` record that stations write for it. */
export type PersonEntry = {
  readonly id: RecordId;
  readonly login: string;
  readonly name: string;
  readonly madeAt: string;
  /** May see the status page. */
  readonly admin: boolean;
  /** From then on nobody signs in with it, and what it writes is set aside. */
  readonly closedAt: string | null;
};

/** An account with what tells its password from the one before: it is another one with each new password. */
export type Account = PersonEntry & { readonly passwordMark: string };

/** What a person may do in an archive; `*` is everything. */
type Grant = '*';

/** Who speaks, as a valid access token proves it. */
export type Session = {
  readonly archive: RecordId;
  readonly device: DeviceEntry;
  readonly person: PersonEntry;
  readonly grants: readonly Grant[];
};

export type TokenPair = {
  /** Opaque; good until `accessEnds`. */
  readonly access: string;
  readonly accessEnds: string;
  /** Good once, until `refreshEnds`; the same one again only while its successor has not been used: the answer was lost. */
  readonly refresh: string;
  readonly refreshEnds: string;
};

export type Enrolment = {
  /** As printed for the administrator; case, spaces and dashes do not matter. */
  readonly code: string;
  readonly key: string;
  readonly name: string;
  /** A hash that tells the machine; only compared, never shown. */
  readonly machine: string;
  /** The archive that the station holds; null for one that joins with an empty folder. */
  readonly archive: RecordId | null;
};

/**
 * - `CODE_UNKNOWN`: no such code, or it was used by another key, or it has ended.
 * - `NOT_FOUNDED`: the station is empty and so is the place: somebody has to found the archive first.
 * - `ARCHIVE_FOREIGN`: the place belongs to another archive than the station's; `details.archive` names it.
 * - `ARCHIVE_ELSEWHERE`: the station's archive has another place on this server.
 * - `DEVICE_REVOKED`: this key was shut out; a station that is let in again makes itself a new one.
 */
export type EnrolProblem =
  'CODE_UNKNOWN' | 'NOT_FOUNDED' | 'ARCHIVE_FOREIGN' | 'ARCHIVE_ELSEWHERE' | 'DEVICE_REVOKED';

export type Enrolled = {
  readonly device: DeviceEntry;
  readonly archive: ArchiveEntry & { readonly id: RecordId };
  /** Whether this enrolment founded the archive. */
  readonly founded: boolean;
};

/** `UNAUTHENTICATED`: not signed in, or no longer. `DEVICE_REVOKED`: the device is shut out, whoever sits at it. */
export type SessionProblem = 'UNAUTHENTICATED' | 'DEVICE_REVOKED';

/** What a server is called, and its Ed25519 public key: 32 bytes in base64url. */
export type ServerName = { readonly id: RecordId; readonly name: string; readonly key: string };

/** A key of an archive's disks: its name, and 32 bytes in base64url. */
export type BundleKey = { readonly id: string; readonly key: string };

/** The calls of the directory; each is one durable transaction. */
export type Directory = {
  server(input: null): Promise<ServerName>;
  archives(input: null): Promise<readonly ArchiveEntry[]>;
  /** The founded archive of that id. */
  archive(id: RecordId): Promise<(ArchiveEntry & { readonly id: RecordId }) | null>;
  /** All devices of an archive, revoked ones too. */
  devices(archive: RecordId): Promise<readonly DeviceEntry[]>;
  device(id: RecordId): Promise<DeviceEntry | null>;
  /** All accounts that may or might speak for an archive, closed ones too. */
  people(archive: RecordId): Promise<readonly PersonEntry[]>;
  account(id: RecordId): Promise<Account | null>;
  /** Whose password this is, without any device; of nobody whose account is closed. As slow as `signIn`. */
  checkPassword(input: {
    readonly login: string;
    readonly password: string;
  }): Promise<Result<Account, 'UNAUTHENTICATED'>>;
  /** Takes a device in. The same code with the same key again gives the same device: the answer was lost. */
  enrol(input: Enrolment): Promise<Result<Enrolled, EnrolProblem>>;
  /** Checks a password for a device's archive; takes the same time whether login or password is wrong. */
  signIn(input: {
    readonly device: RecordId;
    readonly login: string;
    readonly password: string;
  }): Promise<Result<Session & { readonly tokens: TokenPair }, SessionProblem>>;
  /** Rotates a refresh token. One that was used up long ago was stolen: its whole family ends. */
  refresh(input: {
    readonly device: RecordId;
    readonly refresh: string;
  }): Promise<Result<Session & { readonly tokens: TokenPair }, SessionProblem>>;
  /** Who an access token speaks for, as of now. */
  session(access: string): Promise<Result<Session, SessionProblem>>;
  /** Ends the family of a refresh token. */
  signOut(input: { readonly device: RecordId; readonly refresh: string }): Promise<null>;
  /** Notes that an archive's log has its first entries. */
  noteBegun(archive: RecordId): Promise<null>;
  /** Notes what a device said of itself; told on the status page. */
  noteContact(input: { readonly device: RecordId; readonly contact: DeviceContact }): Promise<null>;
};

/** A directory that is open; `close` lets what is under way end. */
export type OpenDirectory = Directory & { close(): Promise<void> };
