/** What a validation found: codes, and for each the first places, so that a hostile object cannot fill the memory with them. */
import { DISK_CODES, type DiskCode } from '../files/disk-trouble.ts';
import type { OcflCode } from './codes.ts';

/** The specification's codes, and those of a disk that does not let itself be read. */
export type FindingCode = OcflCode | DiskCode;
export type Finding = {
  readonly code: FindingCode;
  readonly where: readonly string[];
  readonly times: number;
};

const PLACES_KEPT = 5;
const LONGEST_PLACE = 300;

export type Findings = {
  add(code: FindingCode, where: string): void;
  has(code: FindingCode): boolean;
  /** In the order of their codes. */
  list(): Finding[];
};

/** Starts an empty list of findings. */
export function createFindings(): Findings {
  const found = new Map<FindingCode, { where: string[]; times: number }>();
  return {
    add(code, where) {
      const entry = found.get(code) ?? { where: [], times: 0 };
      entry.times++;
      if (entry.where.length < PLACES_KEPT) entry.where.push(where.slice(0, LONGEST_PLACE));
      found.set(code, entry);
    },
    has: (code) => found.has(code),
    list: () =>
      [...found]
        .map(([code, { where, times }]) => ({ code, where, times }))
        .sort((a, b) => (a.code < b.code ? -1 : 1)),
  };
}

/** Valid is what breaks no MUST and could be read; warnings do not count. */
export function isValid(findings: readonly Finding[]): boolean {
  return !findings.some(
    ({ code }) => code.startsWith('E') || (DISK_CODES as readonly string[]).includes(code),
  );
}
