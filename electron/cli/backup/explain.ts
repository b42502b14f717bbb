/** The troubles of backup and restore in plain words for a terminal. */
import { z } from 'zod';
import type { TroubleError } from '../../../shared/result.ts';

const damagedSchema = z.array(z.object({ where: z.string(), code: z.string() }));

/** One sentence or two: what happened, and what is not lost. */
export function explainBackup({ code, details }: TroubleError): string {
  const path = String(details?.['path'] ?? '');
  const texts: Readonly<Record<string, string>> = {
    BACKUP_INSIDE_DATA: `${path} lies in the data folder itself: a backup there would be lost with it.`,
    BACKUP_FOREIGN: `${path} holds another archive’s backup, or data that is no backup. Nothing was written.`,
    BACKUP_NEWER: `${path} was written by a newer Qoima. Nothing was changed.`,
    BACKUP_AHEAD: `${path} holds work that this data folder lacks. Choose another folder; nothing was changed there.`,
    BACKUP_MANIFEST_DAMAGED: `What the backup says of itself is damaged in ${path}.`,
    BACKUP_TARGET_MISSING: `There is no folder for ${path}. Is the disk plugged in?`,
    BACKUP_TARGET_FULL: `The disk of ${path} is full. The backup before is whole.`,
    BACKUP_TARGET_UNWRITABLE: `${path} cannot be written. The backup before is whole.`,
    BACKUP_TARGET_GONE: `${path} is gone: was the disk unplugged? The backup before is whole on it.`,
    BACKUP_TARGET_BUSY: `Another backup is being written to ${path}.`,
    BACKUP_REHEARSAL_BUSY: `Another rehearsal is under way in ${path}.`,
    BACKUP_NOT_VERIFIED: `The disk gave back other bytes than were written: ${path}. Do not trust it.`,
    BACKUP_JOURNAL_UNSOUND: `The journal is not sound (${String(details?.['found'] ?? '')}); the backup before was left as it is.`,
    BACKUP_DAMAGED: `The backup is damaged, nothing was restored. --partial restores what is sound.`,
    BACKUP_JOURNAL_LOST: `No copy of the journal in ${path} is sound.`,
    BACKUP_MISSING: `${path} holds no complete backup.`,
    RESTORE_NOT_EMPTY: `${path} is not empty: a restore needs a new folder.`,
    RESTORE_INSIDE_BACKUP: `${path} lies in the backup itself.`,
    JOURNAL_MISSING: `There is no archive to back up: ${path} is not there.`,
    CANCELLED: 'Cancelled. What was copied stays and is not copied again.',
  };
  return texts[code] ?? `It could not be done: ${code} ${path}`;
}

/** The damaged files that a trouble names. */
export function damagedOf({ details }: TroubleError): { where: string; code: string }[] {
  const text = details?.['damaged'];
  return typeof text === 'string' ? damagedSchema.parse(JSON.parse(text)) : [];
}
