/** What the capture screen says of leaves and files. Pure. */
import type { TFunction } from 'i18next';
import { labelLeaves } from '../../../shared/model/print-leaves.ts';
import type { Leaves } from '../../../shared/model/leaves.ts';
import type { Language } from '../../../shared/model/record-types.ts';
import type { CapturedScan, CaptureStatus } from '../../../shared/rpc/contract-capture.ts';

/** `л. 45 об.`; the word for a sheet without a number where none is told. */
export function leafLabel(leaf: Leaves | null, language: Language, t: TFunction): string {
  if (leaf === null) return t('capture.noNumber');
  return leaf.ranges === null ? leaf.written : labelLeaves(leaf.ranges, language);
}

/** What the next picture becomes, in the largest letters of the screen. */
export function nextLabel({ next }: CaptureStatus, language: Language, t: TFunction): string {
  if (next.kind === 'named') return t('capture.byNames');
  return leafLabel(next.leaf, language, t);
}

/** The scan that redo means: the one that was chosen, else the newest one that is stored. */
export function scanToRedo(scans: readonly CapturedScan[], chosen: number | null): CapturedScan | null {
  const stored = scans.filter(({ state, page }) => state === 'stored' && page !== null);
  return stored.find(({ no }) => no === chosen) ?? stored[0] ?? null;
}

/** The key of a reason's words: those of capture, else those of imports. */
export function refusalKey(code: string, exists: (key: string) => boolean): string {
  return exists(`capture.refusal.${code}`) ? `capture.refusal.${code}` : `refusal.${code}`;
}
