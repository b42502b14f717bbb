/** What a person fills in before scanning, and what it comes to. Pure. */
import { readPattern } from '../../../shared/binding/pattern.ts';
import { readLeafRanges } from '../../../shared/model/leaves.ts';
import type { Leaf } from '../../../shared/model/read-leaves.ts';
import type { CaptureMode, CaptureSettings } from '../../../shared/rpc/contract-capture.ts';

export type StartDraft = {
  readonly folder: string;
  readonly mode: CaptureMode;
  readonly isAuto: boolean;
  readonly taken: CaptureSettings['taken'];
  /** Leaves are read out of the names of files. */
  readonly byName: boolean;
  readonly pattern: string;
  readonly start: string;
};

const FIRST_PATTERN = '{any}_{leaf}';

/** How it was done the last time; `mode` is what the unit says of itself. */
export function draftOf(last: CaptureSettings | null, mode: CaptureMode): StartDraft {
  return {
    folder: last?.folder ?? '',
    mode: last?.mode === 'spreads' ? 'spreads' : mode,
    isAuto: last?.isAuto ?? true,
    taken: last?.taken ?? 'leave',
    byName: (last?.pattern ?? null) !== null,
    pattern: last?.pattern ?? FIRST_PATTERN,
    start: '',
  };
}

/** `45`, `45об`, `12а`; null for what is no single leaf. */
export function readStart(text: string): Leaf | null {
  const { ranges } = readLeafRanges(text.trim());
  const [only, ...more] = ranges ?? [];
  return only === undefined || more.length > 0 || only.to !== undefined ? null : only.from;
}

/** What the host is asked for; null while something is missing or wrong. */
export function startOf(
  draft: StartDraft,
  suggested: Leaf,
): { settings: CaptureSettings; start: Leaf } | null {
  const start = draft.start.trim() === '' ? suggested : readStart(draft.start);
  const isPattern = !draft.byName || readPattern(draft.pattern).ok;
  if (draft.folder.trim() === '' || start === null || !isPattern) return null;
  const { mode, isAuto, taken } = draft;
  return {
    settings: {
      folder: draft.folder.trim(),
      mode,
      isAuto,
      taken,
      pattern: draft.byName ? draft.pattern.trim() : null,
    },
    start,
  };
}
