/** What the room on a disk means. Pure. A level is entered at its limit and left well above it, so that nothing flaps. */
import { DISK_LEVELS, type DiskLevel, type DiskLimits } from '../../../shared/rpc/contract-disk.ts';

/** So much more than the limit has to be free before a level is left again. */
const HYSTERESIS = 1.1;
/** A thumbnail and a reading copy, and what the catalogue and its index take for a page. */
const BESIDE_A_FILE_BYTES = 600_000;
const LARGEST_BALLAST_BYTES = 64 * 1024 * 1024;
/** Of the room that is kept free for descriptions, so much is kept by writing it. */
const BALLAST_SHARE = 1 / 8;

/** How bad a level is; 0 is fine. */
export function severity(level: DiskLevel): number {
  return DISK_LEVELS.indexOf(level);
}

/** The level of so many free bytes, whatever it was before. */
export function levelAt(free: number, { low, short, full }: DiskLimits): DiskLevel {
  if (free < full) return 'full';
  if (free < short) return 'short';
  return free < low ? 'low' : 'fine';
}

/** The level after `before`: worse at once, better only when there is clearly more room. */
export function nextLevel(before: DiskLevel, free: number, limits: DiskLimits): DiskLevel {
  const now = levelAt(free, limits);
  if (severity(now) >= severity(before)) return now;
  const { low, short, full } = limits;
  const careful = levelAt(free, {
    low: low * HYSTERESIS,
    short: short * HYSTERESIS,
    full: full * HYSTERESIS,
  });
  return severity(careful) < severity(before) ? careful : before;
}

export type Forecast = {
  readonly free: number;
  readonly needs: number;
  readonly left: number;
  readonly level: DiskLevel;
  readonly fits: boolean;
};

/** What an import of so many files of so many bytes leaves. */
export function forecast(free: number, files: number, bytes: number, limits: DiskLimits): Forecast {
  const needs = bytes + files * BESIDE_A_FILE_BYTES;
  const left = free - needs;
  const level = levelAt(left, limits);
  return { free, needs, left, level, fits: level !== 'full' };
}

/** How large the ballast is. */
export function ballastBytes({ full }: DiskLimits): number {
  return Math.min(LARGEST_BALLAST_BYTES, Math.floor(full * BALLAST_SHARE));
}

/** Whether the ballast is to be made, anew when some of it was given up: when there is room, and not before. */
export function wantsBallast(has: number, free: number, level: DiskLevel, limits: DiskLimits): boolean {
  const size = ballastBytes(limits);
  return has < size && level !== 'full' && free >= limits.full * HYSTERESIS + size;
}

/** Jobs that write little, or make room, go on to the last; taking files in goes on longer than what can be made again. */
const STOPS: Readonly<Record<string, DiskLevel | null>> = {
  import: 'full',
  audit: null,
  backup: null,
  move: null,
  repair: null,
};

/** From which level on jobs of a kind wait; null: they never do. */
export function stopsAt(kind: string, isAwaited: boolean): DiskLevel | null {
  const own = STOPS[kind];
  if (own !== undefined) return own;
  return isAwaited ? 'full' : 'short';
}
