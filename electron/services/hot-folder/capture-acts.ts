/** What a person does while scanning: the keys, and how the last thing is taken back. */
import type { Leaf } from '../../../shared/model/read-leaves.ts';
import { leavesOf } from '../../../shared/model/record-values.ts';
import type { Json } from '../../../shared/json.ts';
import type { Leaves } from '../../../shared/model/leaves.ts';
import { TroubleError } from '../../../shared/result.ts';
import type { CaptureAct } from '../../../shared/rpc/contract-capture.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import { deleteRecord, restoreRecord, setFields } from '../../../shared/sync/edits.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { viewOf, type RecordView } from '../../../shared/sync/view.ts';
import { derivedId } from '../../../shared/model/derived-id.ts';
import type { Journal } from '../journal/journal.ts';
import { addBlank, removeBlank } from './blank-leaves.ts';
import { leavesValue } from './place-file.ts';
import {
  accept,
  advance,
  extraSheet,
  faceOf,
  goToLeaf,
  setMode,
  sidesOf,
  type Sequence,
} from './sequence.ts';
import { makingRoom, type Scan, type Session, type UndoEntry } from './session.ts';
import type { Line } from './session-lines.ts';
import { sheetOf, type UnitSheet } from './sheet.ts';

export type ActDeps = {
  readonly session: Session;
  readonly journal: Pick<Journal, 'state' | 'commit'>;
  readonly sheet: () => UnitSheet;
  readonly write: (line: Line) => Promise<void>;
};

/** Acts that change what comes next. */
export type SequenceAct = Extract<
  CaptureAct,
  { kind: 'accept' | 'redo' | 'blank' | 'extra' | 'loose' | 'goTo' | 'mode' }
>;

/** Does an act and writes its line. Codes: CAPTURE_MOVED_ON, CAPTURE_NOTHING, and those of the journal. */
export async function doSequenceAct(deps: ActDeps, id: RecordId, act: SequenceAct): Promise<void> {
  const { session } = deps;
  const before = session.sequence;
  const { sequence, blank = [] } = sequenceAfter(deps, act);
  if (sequence === before) return;
  if (blank.length > 0) await writeBlank(deps, id, blank);
  await deps.write({ t: 'act', id, what: act.kind, before, sequence, blank: [...blank] });
}

type After = { readonly sequence: Sequence; readonly blank?: readonly Leaf[] };

function sequenceAfter({ session, sheet }: ActDeps, act: SequenceAct): After {
  const { sequence } = session;
  const leaves = sheetOf(sheet());
  switch (act.kind) {
    case 'accept':
      return { sequence: accept(sequence, leaves, hasPicture(session)) };
    case 'redo': {
      const scan = session.scans[act.scan];
      if (scan?.state !== 'stored' || scan.pages.length === 0) throw new TroubleError('CAPTURE_NOTHING');
      const redo = sequence.redo === act.scan ? null : act.scan;
      return { sequence: { ...sequence, redo, isLoose: false } };
    }
    case 'blank': {
      checkSeen(sequence, act.saw);
      const isWhole = sequence.mode === 'rectos';
      const blank = sidesOf(sequence.next).map((leaf): Leaf =>
        isWhole ? faceOf(leaf) : { ...leaf, side: leaf.side ?? 'recto' },
      );
      return { sequence: { ...advance(sequence, leaves), redo: null, isLoose: false }, blank };
    }
    case 'extra': {
      checkSeen(sequence, act.saw);
      const there = sheet().pages.flatMap(({ leaf }) => (leaf?.ranges ?? []).flatMap(sidesOf));
      return { sequence: extraSheet(sequence, there, leaves) };
    }
    case 'loose':
      return { sequence: { ...sequence, isLoose: !sequence.isLoose, redo: null } };
    case 'goTo':
      return { sequence: goToLeaf(sequence, act.leaf) };
    default:
      return { sequence: { ...setMode(sequence, act.mode), isAuto: act.isAuto } };
  }
}

/** A key about the next leaf means the one that stood on the screen. */
function checkSeen(sequence: Sequence, saw: string): void {
  if (leavesValue(sequence.next).written !== saw) throw new TroubleError('CAPTURE_MOVED_ON');
}

/** Whether the leaf that is next got a picture since it became so. */
function hasPicture({ scans, undo }: Session): boolean {
  const last = undo.at(-1);
  return last?.scan !== null && last !== undefined && scans[last.scan]?.state === 'stored';
}

async function writeBlank(deps: ActDeps, id: RecordId, blank: readonly Leaf[]): Promise<void> {
  const unit = await viewIn(deps, deps.session.unit);
  const field = addBlank(leavesOf(unit.values, 'blankLeaves'), blank);
  await commit(deps, derivedId(id, 'blank'), 'capture.blank', [
    setFields(unit, { blankLeaves: plain(field) }),
  ]);
}

/** Takes the last thing back: a page goes into the bin, an earlier picture comes back, a leaf is not blank any more. */
export async function undoLast(deps: ActDeps, id: RecordId, key: string): Promise<void> {
  const entry = deps.session.undo.at(-1);
  if (entry === undefined) throw new TroubleError('CAPTURE_NOTHING');
  if (entry.key !== key) throw new TroubleError('CAPTURE_MOVED_ON');
  const edits = await editsBack(deps, entry);
  if (edits.length > 0) await commit(deps, derivedId(id, 'undo'), 'capture.undo', edits);
  await deps.write({ t: 'undone', id, key });
}

async function editsBack(deps: ActDeps, { scan: no, blank }: UndoEntry): Promise<Edit[]> {
  if (blank.length > 0) {
    const unit = await viewIn(deps, deps.session.unit);
    const field = removeBlank(leavesOf(unit.values, 'blankLeaves'), blank);
    return [setFields(unit, { blankLeaves: field === null ? null : plain(field) })];
  }
  if (no === null) return [];
  const scan = deps.session.scans[no];
  if (scan?.state !== 'stored') throw new TroubleError('CAPTURE_NOTHING');
  const pages = (await deps.journal.state([...scan.pages])).map(viewOf).filter((page) => !page.deleted);
  const back = pages.map((page) => (isReplaced(scan, page) ? backToEarlier(scan, page) : deleteRecord(page)));
  return [...back, ...(await roomGivenBack(deps, scan))];
}

/** What made room for the pictures of a file. */
async function roomGivenBack({ session, journal }: ActDeps, scan: Scan): Promise<Edit[]> {
  const further = makingRoom(session, scan);
  if (further.length === 0) return [];
  const views = (await journal.state([...further])).map(viewOf);
  return views.filter(({ deleted }) => deleted).map(restoreRecord);
}

function isReplaced({ line, pages }: Scan, page: RecordView): boolean {
  return line !== null && line.earlier !== null && page.id === pages[0];
}

function backToEarlier({ line }: Scan, page: RecordView): Edit {
  return setFields(page, { ...line?.earlier });
}

async function viewIn({ journal }: ActDeps, id: RecordId): Promise<RecordView> {
  const [state] = await journal.state([id]);
  if (state === undefined) throw new TroubleError('NO_SUCH_RECORD');
  return viewOf(state);
}

async function commit({ journal }: ActDeps, id: RecordId, command: string, edits: Edit[]): Promise<void> {
  await journal.commit({ id, command, edits }, 'jobs');
}

/** As the journal takes it: JSON without what is undefined. */
function plain(value: Leaves): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
