/** Named moments of a backup, so that tests can end the process at each of them; the product does nothing there. */
export const BACKUP_STEPS = [
  'target marked',
  'journal copied',
  'blob placed',
  'file copied',
  'object placed',
  'file repaired',
  'journal placed',
  'manifest written',
  'pruned',
] as const;
export type BackupStep = (name: (typeof BACKUP_STEPS)[number]) => void;

/** What the parts of a backup and of a restore share. */
export type Work = {
  readonly step: BackupStep;
  /** A file is done; totals grow as more is found to do. */
  readonly tell: (files: number) => void;
  /** @throws TroubleError CANCELLED when the work is to end */
  readonly goOn: () => void;
};
