/** The state of a server as numbers for the metrics: sums over all archives, no names. */
import type { ArchiveState, ServerState } from './server-state.ts';

/** `line`: what the HTTP side counts itself. */
export function metricsGauges(
  state: ServerState,
  line: { readonly waiting: number; readonly poke: number },
  now: number = Date.now(),
): Record<string, number> {
  const { archives, disk } = state;
  const sum = (of: (archive: ArchiveState) => number): number =>
    archives.reduce((total, archive) => total + of(archive), 0);
  const devices = archives
    .flatMap((archive) => archive.devices)
    .filter((device) => device.revokedAt === null);
  const backups = archives.map(({ backup }) => (backup?.ok === true ? Date.parse(backup.at) : null));
  const memory = process.memoryUsage();
  return {
    qoima_archives: archives.length,
    qoima_devices: devices.length,
    qoima_devices_behind: devices.filter(({ contact }) => (contact?.behind.ops ?? 0) > 0).length,
    qoima_unsent_ops: devices.reduce((total, { contact }) => total + (contact?.behind.ops ?? 0), 0),
    qoima_log_entries: sum(({ head }) => head),
    qoima_log_entries_without_backup: sum(({ head, durable }) => head - durable),
    qoima_archives_without_backup: backups.filter((at) => at === null).length,
    qoima_oldest_backup_age_seconds: ageOf(backups, now),
    qoima_withheld_ops: sum(({ withheld }) => withheld),
    qoima_files: sum(({ files }) => files?.files ?? 0),
    qoima_files_bytes: sum(({ files }) => files?.bytes ?? 0),
    qoima_files_damaged: sum(({ files }) => files?.damaged ?? 0),
    qoima_disk_free_bytes: disk?.free ?? 0,
    qoima_disk_total_bytes: disk?.total ?? 0,
    qoima_poke_streams: line.poke,
    qoima_calls_waiting: line.waiting,
    process_resident_memory_bytes: memory.rss,
    qoima_heap_used_bytes: memory.heapUsed,
    process_start_time_seconds: Date.parse(state.startedAt) / 1000,
  };
}

function ageOf(backups: readonly (number | null)[], now: number): number {
  const known = backups.filter((at) => at !== null);
  return known.length === 0 ? 0 : Math.max(0, Math.round((now - Math.min(...known)) / 1000));
}
