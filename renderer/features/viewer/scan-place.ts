/** Where the scans of the pages shown are when they are not on this machine. Pure. */
import type { FilesStatus } from '../../../shared/rpc/contract-sync-files.ts';
import type { Output } from '../../../shared/rpc/contract.ts';

export type WhereFile = Output<'sync.files.where'>['files'][number];

/** `centre`: it can be had. `station`: nobody has sent it yet. `unknown`: the centre cannot be asked just now. */
export type ScanPlace = {
  readonly at: 'centre' | 'station' | 'unknown';
  /** Whose it is, as far as that is known. */
  readonly station: string | null;
  /** What can be asked for. */
  readonly away: readonly string[];
  readonly isAsked: boolean;
  /** Why the last attempt failed. */
  readonly trouble: string | null;
  /** From 0 to 1; null while nothing moves. */
  readonly share: number | null;
};

const AT = { elsewhere: 'centre', nowhere: 'station', unknown: 'unknown' } as const;

export function isElsewhere(way: WhereFile['way']): way is keyof typeof AT {
  return Object.hasOwn(AT, way);
}

const ORDER: readonly ScanPlace['at'][] = ['centre', 'station', 'unknown'];

/** Null when all of them are here. Of several the one is told that something can be done about. */
export function scanPlaceOf(files: readonly WhereFile[], moving: FilesStatus['moving']): ScanPlace | null {
  const away = files.flatMap((file) => (isElsewhere(file.way) ? [{ ...file, at: AT[file.way] }] : []));
  const [first] = away.toSorted((one, other) => ORDER.indexOf(one.at) - ORDER.indexOf(other.at));
  if (first === undefined) return null;
  const wanted = away.filter(({ at }) => at !== 'station');
  const coming = moving.filter(
    ({ sha256, way }) => way === 'down' && away.some((file) => file.sha256 === sha256),
  );
  const size = coming.reduce((sum, one) => sum + one.size, 0);
  const done = coming.reduce((sum, one) => sum + one.done, 0);
  return {
    at: first.at,
    station: first.station,
    away: wanted.map(({ sha256 }) => sha256),
    isAsked: coming.length > 0 || wanted.some(({ isAsked }) => isAsked),
    trouble: wanted.find(({ trouble }) => trouble !== null)?.trouble ?? null,
    share: coming.length === 0 ? null : size === 0 ? 0 : done / size,
  };
}
