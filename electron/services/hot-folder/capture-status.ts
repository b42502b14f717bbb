/** What a window is told of a capture session. Pure. */
import { leafSortKey } from '../../../shared/model/number-sort-key.ts';
import { sidesShown } from '../../../shared/model/unit-leaves.ts';
import type { CapturedScan, CaptureStatus } from '../../../shared/rpc/contract-capture.ts';
import { leavesValue } from './place-file.ts';
import type { Scan, Session } from './session.ts';
import type { UnitSheet } from './sheet.ts';

/** What only the running session knows. */
export type Standing = {
  readonly isAway: boolean;
  /** Why nothing is taken in just now. */
  readonly stopped: string | null;
  /** Files on their way. */
  readonly waiting: number;
};

const SCANS_TOLD = 40;

export function statusOf(session: Session, sheet: UnitSheet, standing: Standing): CaptureStatus {
  const { settings, undo } = session;
  const shown = scansShown(session.scans, session.scanOfName);
  const last = undo.at(-1);
  const count = (state: Scan['state']) => shown.filter((scan) => scan.state === state).length;
  return {
    session: session.id,
    import: session.import,
    unit: session.unit,
    sheaf: sheet.sheaf,
    settings,
    state:
      session.phase === 'paused'
        ? 'paused'
        : standing.stopped !== null
          ? 'stopped'
          : standing.isAway
            ? 'away'
            : 'going',
    code: standing.stopped,
    next: nextOf(session, sheet),
    undo: last === undefined ? null : { key: last.key, what: last.what },
    offered: session.offered.size,
    waiting: standing.waiting,
    counts: {
      stored: session.scans.filter(({ state }) => state === 'stored').length,
      same: count('same'),
      refused: count('refused'),
    },
    ...sheet.counts,
    scans: shown.slice(-SCANS_TOLD).reverse().map(toldOf),
  };
}

function nextOf({ settings, sequence, scans }: Session, sheet: UnitSheet): CaptureStatus['next'] {
  if (sequence.redo !== null) {
    const leaf = scans[sequence.redo]?.leaf ?? null;
    return { kind: 'redo', leaf, scan: sequence.redo, hasPicture: true };
  }
  const nothing = { leaf: null, scan: null, hasPicture: false };
  if (settings.pattern !== null) return { kind: 'named', ...nothing };
  if (sequence.isLoose) return { kind: 'loose', ...nothing };
  return {
    kind: sequence.resume === null ? 'leaf' : 'extra',
    leaf: leavesValue(sequence.next),
    scan: null,
    hasPicture: sidesShown([sequence.next]).some((side) => sheet.sides.has(leafSortKey(side))),
  };
}

/** Without what was taken back, what a later picture took the place of, and what was refused and came once more. */
function scansShown(scans: readonly Scan[], scanOfName: Session['scanOfName']): Scan[] {
  const replaced = new Set(
    scans.flatMap(({ state, line }) => (state === 'stored' && line !== null ? (line.of ?? []) : [])),
  );
  const refusals = new Map(
    scans.filter(({ state }) => state === 'refused').map((scan) => [scan.file.name, scan.no]),
  );
  return scans.filter((scan) => {
    if (scan.state === 'undone' || replaced.has(scan.no)) return false;
    if (scan.state !== 'refused') return true;
    const later = scanOfName.get(scan.file.name) ?? -1;
    return later <= scan.no && refusals.get(scan.file.name) === scan.no;
  });
}

function toldOf(scan: Scan): CapturedScan {
  const [page = null] = scan.pages;
  return {
    no: scan.no,
    name: scan.file.name,
    state: scan.state,
    leaf: scan.leaf,
    page,
    image: scan.state === 'stored' && scan.sha256 !== null ? { sha256: scan.sha256, index: 0 } : null,
    pictures: scan.line?.leaves.length ?? 0,
    isRedo: scan.line?.kind === 'redo' || scan.line?.kind === 'again',
    code: scan.code,
  };
}
