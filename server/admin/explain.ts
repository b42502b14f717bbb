/** The troubles of the server's commands in plain words: what happened, what is not lost, and what to do. */
import type { TroubleError } from '../../shared/result.ts';

type Text = (details: Readonly<Record<string, string>>) => string;

const TEXTS: Readonly<Record<string, Text>> = {
  NO_FOLDER: () => 'Say where the server keeps its data: --data FOLDER (or the variable QOIMA_SERVER_DATA).',
  NOT_A_SERVER_FOLDER: ({ path }) =>
    `${path} is no folder of a Qoima server. It is made by "archive add" or "serve".`,
  FOLDER_TAKEN: ({ path }) =>
    `${path} holds other things than a Qoima server, or a restore that was cut off. Choose an empty folder; nothing was changed.`,
  SERVER_RUNNING: ({ path }) =>
    `A server or a command is at work in ${path}. Stop it first; commands that may run beside it say so in the help.`,
  PORT_TAKEN: ({ port }) => `Another program listens on port ${port}. Choose another one: --port`,
  PORT_FORBIDDEN: ({ port }) => `This user may not listen on port ${port}. Choose one above 1023: --port`,
  NO_SUCH_ADDRESS: ({ host }) => `This machine has no address ${host}. 0.0.0.0 is all of them: --host`,
  ARCHIVE_UNKNOWN: ({ archive }) => `There is no archive "${archive}" here. See: archive list`,
  ARCHIVE_WHICH: () => 'There are several archives here: say which one by its number. See: archive list',
  ARCHIVE_EMPTY: ({ archive }) =>
    `No station has founded "${archive}" yet: it has no data. A code for its first station: device code ${archive}`,
  PERSON_UNKNOWN: ({ login }) => `There is no person "${login}". See: people list`,
  LOGIN_TAKEN: ({ login }) => `The login "${login}" belongs to another person. Nothing was changed.`,
  DEVICE_UNKNOWN: ({ device }) => `There is no device "${device}", or several begin so. See: device list`,
  PASSWORD_SHORT: () => 'The password has to have ten signs at least. Nothing was changed.',
  PASSWORDS_DIFFER: () => 'The two passwords are not the same. Nothing was changed.',
  DIRECTORY_BROKEN: ({ path }) => `${path} is damaged. Restore it: restore BACKUP --data NEWFOLDER`,
  LOG_BROKEN: ({ path }) => `${path} is damaged. Restore the archive: restore BACKUP --data NEWFOLDER`,
  LOG_MISSING: ({ path }) =>
    `${path} is not there, although there was one: is its disk mounted? Else restore the archive: restore BACKUP --data NEWFOLDER`,
  SERVER_NEWER: ({ path }) => `${path} was written by a newer Qoima. Nothing was changed.`,
  DISK_FULL: ({ path }) => `The disk is full: ${path}. What was confirmed is safe; make room and try again.`,
  NO_PERMISSION: ({ path }) => `This user may not write ${path}.`,
  READ_ONLY_DISK: ({ path }) => `The disk cannot be written: ${path}`,
  DISK_ERROR: ({ path }) =>
    `The disk fails: ${path}. Restore from a backup to another disk while it can be read.`,
  FILE_BUSY: ({ path }) => `Another program holds ${path}.`,
  FILE_MISSING: ({ path }) => `${path} is not there.`,
  NOT_A_BUNDLE: ({ path }) => `There is no bundle in ${path}: it has a file bundle.json in it.`,
  BUNDLE_FOLDER_MISSING: ({ path }) => `${path} is not there. Is its disk plugged in?`,
  BUNDLE_IS_RECEIPT: ({ path }) => `${path} is a receipt: take it in at its station.`,
  BUNDLE_NEWER: ({ path }) => `${path} was written by a newer Qoima. Nothing was changed.`,
  BUNDLE_FOREIGN: ({ path }) =>
    `${path} belongs to an archive that is not on this server, or is not empty. Nothing was changed.`,
  BUNDLE_KEY_UNKNOWN: ({ path }) => `${path} is encrypted with a key that this server does not have.`,
  BUNDLE_NOT_SIGNED: ({ device }) =>
    `The bundle says that it is from ${device}, and its signature is not. Nothing was taken.`,
  BUNDLE_SAYS_NOTHING: () =>
    'The bundle does not say how far its station has read: no receipt was written. What it holds was taken in.',
  BUNDLE_NO_ROOM: ({ path }) => `There is not enough room in ${path}.`,
  BACKUP_INSIDE_DATA: ({ path }) =>
    `${path} lies in the server's own folder: a backup there would be lost with it.`,
  BACKUP_FOREIGN: ({ path }) => `${path} holds another server's backup, or other data. Nothing was written.`,
  BACKUP_NEWER: ({ path }) => `${path} was written by a newer Qoima. Nothing was changed.`,
  BACKUP_AHEAD: ({ path }) =>
    `The backup in ${path} knows work that this server lacks. It stays as it is: choose another folder, and find out whether this server was restored from an older one.`,
  BACKUP_MANIFEST_DAMAGED: ({ path }) => `What the backup says of itself is damaged in ${path}.`,
  BACKUP_TARGET_MISSING: ({ path }) => `There is no folder for ${path}. Is the disk plugged in?`,
  BACKUP_TARGET_GONE: ({ path }) =>
    `${path} is gone: was the disk unplugged? The backup before is whole on it.`,
  BACKUP_TARGET_BUSY: ({ path }) => `Another backup is being written to ${path}.`,
  BACKUP_NOT_VERIFIED: ({ path }) =>
    `The disk gave back other bytes than were written: ${path}. Do not trust it.`,
  BACKUP_UNSOUND: ({ archive, found }) =>
    `The log of ${archive} is not sound (${found}); the backup before was left as it is. See: rebuild --verify`,
  BACKUP_DAMAGED: () => 'The backup is damaged; nothing was restored. --partial restores what is sound.',
  BACKUP_MISSING: ({ path }) => `${path} holds no complete backup of a server.`,
  RESTORE_NOT_EMPTY: ({ path }) => `${path} is not empty: a restore needs a new folder.`,
  RESTORE_INSIDE_BACKUP: ({ path }) => `${path} lies in the backup itself.`,
  CANCELLED: () => 'Cancelled. What was done stays and is not done again.',
};

/** One sentence or two for a terminal. */
export function explainTrouble({ code, details }: TroubleError): string {
  const words = Object.fromEntries(
    Object.entries(details ?? {}).map(([name, value]) => [name, String(value)]),
  );
  const text = TEXTS[code]?.(words);
  return text === undefined
    ? `It could not be done: ${[code, ...Object.values(words)].join(' ')}`
    : `${text.replaceAll('undefined', '').trim()} [${code}]`;
}
