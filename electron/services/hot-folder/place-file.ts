/** What a complete file becomes: which leaf, or in the place of which picture, or nothing. Pure. */
import { matchPath, type Told } from '../../../shared/binding/match-path.ts';
import { readPattern } from '../../../shared/binding/pattern.ts';
import type { Leaves } from '../../../shared/model/leaves.ts';
import { printLeafRanges } from '../../../shared/model/print-leaves.ts';
import type { LeafRange } from '../../../shared/model/read-leaves.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { afterPicture, type Sequence } from './sequence.ts';
import type { Scan, Session } from './session.ts';
import type { SCAN_KINDS } from './session-lines.ts';
import { sheetOf, type UnitSheet } from './sheet.ts';
import type { SeenFile } from './sightings.ts';

/** What looking into a complete file told. */
export type FileFacts = { readonly sha256: string; readonly pictures: number };

export type Placement =
  /** The same file once more, with another time. */
  | { readonly as: 'touched' }
  /** A page has these bytes already. */
  | { readonly as: 'same'; readonly leaf: Leaves | null }
  | { readonly as: 'refused'; readonly code: string }
  | {
      readonly as: 'scan';
      readonly kind: (typeof SCAN_KINDS)[number];
      readonly of: number | null;
      readonly leaves: readonly (Leaves | null)[];
      readonly after: RecordId | null;
      readonly sequence: Sequence;
    };

/** Leaves of a file with more pictures are counted on by whoever binds it. */
const MOST_LEAVES = 1000;

/** `isWanted`: a person said that it is to be taken although its bytes are a page already. */
export function placeFile(
  session: Session,
  sheet: UnitSheet,
  file: SeenFile,
  facts: FileFacts,
  isWanted: boolean,
): Placement {
  const own = scanUnderName(session, file.name);
  if (own !== null && own.sha256 === facts.sha256 && own.state !== 'undone') return { as: 'touched' };
  const same = isWanted ? null : samePage(session, sheet, facts.sha256);
  if (same !== null) return { as: 'same', leaf: same.leaf };
  const { sequence } = session;
  const redone = sequence.redo === null ? null : (session.scans[sequence.redo] ?? null);
  if (redone !== null) return inPlaceOf(session, sheet, redone, 'redo', facts);
  if (own !== null && !isWanted && isWrittenAnew(session, own, file))
    return inPlaceOf(session, sheet, own, 'again', facts);
  if (session.settings.pattern !== null) return placeByName(session, sheet, file, facts);
  if (sequence.isLoose) {
    const leaves = Array.from({ length: Math.min(facts.pictures, MOST_LEAVES) }, () => null);
    const after = lastPage(session, sheet);
    return { as: 'scan', kind: 'loose', of: null, leaves, after, sequence: { ...sequence, isLoose: false } };
  }
  const { leaves, after } = countOn(sequence, facts.pictures, sheet);
  return { as: 'scan', kind: 'leaf', of: null, leaves, after: null, sequence: after };
}

/** Where files stay, a name that is written anew stands for the page that it made. */
function isWrittenAnew({ settings }: Session, own: Scan, file: SeenFile): boolean {
  return settings.taken === 'leave' && own.state === 'stored' && own.file.mark !== file.mark;
}

/** A leaf or two sides as it stands on a page. */
export function leavesValue(range: LeafRange): Leaves {
  return { written: printLeafRanges([range], 'ru'), ranges: [range] };
}

function scanUnderName(session: Session, name: string): Scan | null {
  const no = session.scanOfName.get(name);
  return no === undefined ? null : (session.scans[no] ?? null);
}

function samePage(session: Session, sheet: UnitSheet, sha256: string): { leaf: Leaves | null } | null {
  const coming = session.scans.find((scan) => scan.sha256 === sha256 && scan.state === 'coming');
  return coming ?? sheet.pages.find((page) => page.sha256 === sha256) ?? null;
}

/** The first picture takes the place of the earlier one; what follows goes on from there. */
function inPlaceOf(
  session: Session,
  sheet: UnitSheet,
  scan: Scan,
  kind: 'redo' | 'again',
  facts: FileFacts,
): Placement {
  const { sequence } = session;
  const range = scan.leaf?.ranges?.[0];
  const further = facts.pictures - 1;
  const after = kind === 'redo' ? afterPicture(sequence, sheetOf(sheet)) : sequence;
  const counted =
    range === undefined || further === 0
      ? []
      : countOn({ ...sequence, redo: null, next: range }, further + 1, sheet).leaves.slice(1);
  return { as: 'scan', kind, of: scan.no, leaves: [scan.leaf, ...counted], after: null, sequence: after };
}

function countOn(
  sequence: Sequence,
  pictures: number,
  sheet: UnitSheet,
): { leaves: Leaves[]; after: Sequence } {
  const leaves: Leaves[] = [];
  let after = sequence;
  for (let i = 0; i < Math.min(pictures, MOST_LEAVES); i += 1) {
    leaves.push(leavesValue(after.next));
    after = afterPicture(after, sheetOf(sheet));
  }
  return { leaves, after };
}

/** Codes: NO_MATCH, BAD_NUMBER, OTHER_UNIT when the name says so, NO_LEAF. */
function placeByName(session: Session, sheet: UnitSheet, file: SeenFile, facts: FileFacts): Placement {
  const pattern = readPattern(session.settings.pattern ?? '');
  if (!pattern.ok) return refused('NO_MATCH');
  const told = matchPath(pattern.value, file.name);
  if (!told.ok) return refused(told.code);
  if (!isOfUnit(told.value, sheet)) return refused('OTHER_UNIT');
  const range = rangeOf(told.value, session.sequence.mode);
  if (range === null) return refused('NO_LEAF');
  const counting: Sequence = { ...session.sequence, next: range, resume: null, isAuto: true };
  const { leaves } = countOn(counting, facts.pictures, sheet);
  return { as: 'scan', kind: 'named', of: null, leaves, after: null, sequence: session.sequence };
}

function refused(code: string): Placement {
  return { as: 'refused', code };
}

function isOfUnit({ unit }: Told, { number }: UnitSheet): boolean {
  if (unit === undefined || number === null) return true;
  const letters = (suffix: string | undefined) => (suffix ?? '').toLocaleLowerCase();
  return unit.num === number.num && letters(unit.suffix) === letters(number.suffix);
}

function rangeOf({ leaf, page }: Told, mode: Sequence['mode']): LeafRange | null {
  if (leaf !== undefined) return { from: leaf };
  if (page === undefined || page === 0) return null;
  if (mode !== 'sides') return { from: { num: page } };
  const num = Math.ceil(page / 2);
  return { from: page % 2 === 1 ? { num } : { num, side: 'verso' } };
}

/** The page that a sheet without a number stands behind: the last one of this session, else of the sheaf. */
function lastPage(session: Session, sheet: UnitSheet): RecordId | null {
  const there = new Set(sheet.pages.map(({ id }) => id));
  const last = session.scans.findLast(
    ({ state, pages, line }) =>
      state === 'stored' && line?.kind !== 'again' && pages.some((page) => there.has(page)),
  );
  return last?.pages.findLast((page) => there.has(page)) ?? sheet.pages.at(-1)?.id ?? null;
}
