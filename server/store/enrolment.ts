/** How a station is let in: by a code that an administrator had printed, once, for one place. */
import { v7 as newId } from 'uuid';
import type { Database } from '../../node/sqlite/open-database.ts';
import { must } from '../../shared/must.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { ArchiveEntry, DeviceEntry, Enrolled, Enrolment, EnrolProblem } from './directory-calls.ts';
import type { DirectoryRows, FoundedArchive } from './directory-rows.ts';
import { codeHash } from './secrets.ts';

type CodeRow = { archive: number; ends: string; device: string | null };
/** A code that holds, the place that it opens, and the device that shows it if it is known. */
type Admission = {
  readonly hash: Uint8Array;
  readonly place: ArchiveEntry;
  readonly known: DeviceEntry | null;
  /** The same code and key again: the answer was lost. */
  readonly isRepeat: boolean;
};

/** Gives the function that enrols; it is to run in a transaction of its caller, which its problems leave unchanged. */
export function createEnrolment(
  db: Database,
  rows: DirectoryRows,
  now: () => number,
): (input: Enrolment) => Result<Enrolled, EnrolProblem> {
  const code = db.prepare<CodeRow>('SELECT archive, ends, device FROM codes WHERE hash = ?');
  const useCode = db.prepare('UPDATE codes SET device = ? WHERE hash = ?');
  const byKey = db.prepare<{ id: string }>('SELECT id FROM devices WHERE key = ?');
  const addDevice = db.prepare(
    'INSERT INTO devices (id, archive, name, key, machine, enrolled) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const found = db.prepare(
    'UPDATE archives SET id = ?, founded = ?, founder = ? WHERE no = ? AND id IS NULL',
  );
  const isFounder = db.prepare<{ no: number }>('SELECT no FROM archives WHERE id = ? AND founder = ?');
  const at = () => new Date(now()).toISOString();

  function admit({ code: typed, key }: Enrolment): Result<Admission, EnrolProblem> {
    const hash = codeHash(typed);
    const row = code.get(hash);
    const place = row === undefined ? null : rows.archiveNo(row.archive);
    if (row === undefined || place === null) return fail('CODE_UNKNOWN');
    const known = rows.device(byKey.get(key)?.id ?? '');
    const isRepeat = row.device !== null && row.device === known?.id;
    if (!isRepeat && (row.device !== null || row.ends <= at())) return fail('CODE_UNKNOWN');
    if (known !== null && known.revokedAt !== null) return fail('DEVICE_REVOKED');
    if (known !== null && known.archive !== place.id) return fail('ARCHIVE_ELSEWHERE');
    return ok({ hash, place, known, isRepeat });
  }

  /** The place, founded by this station if nobody has yet. */
  function open(
    place: ArchiveEntry,
    archive: string | null,
    device: string,
  ): Result<FoundedArchive, EnrolProblem> {
    const { id, name } = place;
    if (id !== null && (archive === null || archive === id)) return ok({ ...place, id });
    if (id !== null) return fail('ARCHIVE_FOREIGN', { archive: id, name });
    if (archive === null) return fail('NOT_FOUNDED', { name });
    if (rows.archiveOf(archive) !== null) return fail('ARCHIVE_ELSEWHERE');
    const foundedAt = at();
    found.run(archive, foundedAt, device, place.no);
    return ok({ ...place, id: archive, foundedAt });
  }

  return (input) => {
    const admission = admit(input);
    if (!admission.ok) return admission;
    const { hash, place, known, isRepeat } = admission.value;
    const id = known?.id ?? newId();
    const opened = open(place, input.archive, id);
    if (!opened.ok) return opened;
    if (known === null) addDevice.run(id, place.no, input.name, input.key, input.machine, at());
    if (!isRepeat) useCode.run(id, hash);
    const device = must(rows.device(id), 'a device just written');
    const founded = isFounder.get(opened.value.id, id) !== undefined;
    return ok({ device, archive: opened.value, founded });
  };
}
