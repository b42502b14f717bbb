/** A capture session as its lines tell it. Pure: the same lines give the same session, however often they are read. */
import type { Leaves } from '../../../shared/model/leaves.ts';
import { must } from '../../../shared/must.ts';
import type { CAPTURE_UNDO, CapturedScan, CaptureSettings } from '../../../shared/rpc/contract-capture.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import type { Sequence } from './sequence.ts';
import type { Line, LineOf, ScanLine } from './session-lines.ts';
import type { SeenFile } from './sightings.ts';

export type Scan = {
  readonly no: number;
  readonly file: SeenFile;
  readonly sha256: string | null;
  readonly state: CapturedScan['state'];
  readonly leaf: Leaves | null;
  /** Its place, once it was given one. */
  readonly line: ScanLine | null;
  readonly fileNo: number | null;
  readonly pages: readonly RecordId[];
  readonly isMoved: boolean;
  readonly code: string | null;
};

export type UndoEntry = {
  readonly key: string;
  readonly what: (typeof CAPTURE_UNDO)[number];
  readonly before: Sequence;
  /** The scan that undoing takes back. */
  readonly scan: number | null;
  readonly blank: LineOf<'act'>['blank'];
};

export type Session = {
  readonly id: RecordId;
  readonly import: RecordId;
  readonly unit: RecordId;
  readonly settings: CaptureSettings;
  readonly sequence: Sequence;
  readonly phase: LineOf<'phase'>['phase'];
  /** When it last did something. */
  readonly at: string;
  readonly scans: readonly Scan[];
  /** The scan that a name in the folder stands for: the last one under it. */
  readonly scanOfName: ReadonlyMap<string, number>;
  /** Files in the folder that are done with, by name. */
  readonly settled: ReadonlyMap<string, SeenFile>;
  /** Those among them that nobody has asked for. */
  readonly offered: ReadonlySet<string>;
  readonly undo: readonly UndoEntry[];
  /** Files that lay there before and that a person asked for: they come in the order of their names. */
  readonly backlog: ReadonlyMap<string, SeenFile>;
  /** Files that a person wants although their bytes are a page already. */
  readonly wanted: ReadonlySet<string>;
  /** Ids of what a person did: each is done once. */
  readonly done: ReadonlySet<RecordId>;
};

/** The same object, changed by each line: a session has tens of thousands of them. */
type Draft = {
  -readonly [K in keyof Session]: Session[K] extends readonly (infer T)[]
    ? T[]
    : Session[K] extends ReadonlyMap<infer A, infer B>
      ? Map<A, B>
      : Session[K] extends ReadonlySet<infer T>
        ? Set<T>
        : Session[K];
};

export type SessionFold = {
  readonly session: Session;
  apply(line: Line): void;
};

const MOST_UNDO = 200;

/** Begins with the first line of a session. */
export function foldSession(begin: LineOf<'begin'>): SessionFold {
  const session: Draft = {
    id: begin.id,
    import: begin.import,
    unit: begin.unit,
    settings: begin.settings,
    sequence: begin.sequence,
    phase: 'going',
    at: begin.at,
    scans: [],
    scanOfName: new Map(),
    settled: new Map(),
    offered: new Set(),
    undo: [],
    backlog: new Map(),
    wanted: new Set(),
    done: new Set(),
  };
  return { session, apply: (line) => applyLine(session, line) };
}

/** All lines of a session; null when they do not begin with its beginning. */
export function readSession(lines: readonly Line[]): SessionFold | null {
  const [begin, ...others] = lines;
  if (begin?.t !== 'begin') return null;
  const fold = foldSession(begin);
  for (const line of others) fold.apply(line);
  return fold;
}

/**
 * Pages of an earlier file of several pictures that make room for this scan: written anew it brings all of them once more,
 * done again as many as it has.
 */
export function makingRoom({ scans }: Session, { line }: Scan): readonly RecordId[] {
  const earlier = line === null || line.of === null ? undefined : scans[line.of];
  return earlier?.pages.slice(1, line?.kind === 'again' ? undefined : line?.leaves.length) ?? [];
}

function applyLine(session: Draft, line: Line): void {
  const apply = APPLY[line.t] as (session: Draft, line: Line) => void;
  apply(session, line);
}

/** What each kind of line changes. */
const APPLY: { readonly [T in Line['t']]: (session: Draft, line: LineOf<T>) => void } = {
  begin: () => undefined,
  there(session, { files, offered }) {
    for (const file of files) {
      session.settled.set(file.name, file);
      if (offered) session.offered.add(file.name);
    }
  },
  answered(session, { id, take }) {
    session.done.add(id);
    for (const name of take ? session.offered : []) {
      const file = session.settled.get(name);
      if (file !== undefined) session.backlog.set(name, file);
      session.settled.delete(name);
    }
    session.offered.clear();
  },
  scan: applyScan,
  announced: (session, { no, fileNo }) => changeScan(session, no, { fileNo }),
  stored: (session, { no, pages }) => changeScan(session, no, { state: 'stored', pages }),
  failed: applyFailed,
  moved(session, { no }) {
    changeScan(session, no, { isMoved: true });
    const { name } = scanAt(session, no).file;
    session.settled.delete(name);
    if (session.scanOfName.get(name) === no) session.scanOfName.delete(name);
  },
  same(session, { no, file, sha256, leaf }) {
    session.scans[no] = { ...leftOut(no, file), state: 'same', sha256, leaf };
    session.settled.set(file.name, file);
  },
  // It may become whole yet: it is looked at again.
  refused(session, { no, file, code }) {
    session.scans[no] = { ...leftOut(no, file), state: 'refused', code };
  },
  wanted(session, { id, no }) {
    const { name } = scanAt(session, no).file;
    session.done.add(id);
    session.wanted.add(name);
    session.settled.delete(name);
  },
  act(session, { id, what, before, sequence, blank }) {
    session.done.add(id);
    if (what === 'mode') setMode(session, sequence);
    session.sequence = sequence;
    push(session, { key: id, what, before, scan: null, blank });
  },
  undone(session, { id, key }) {
    session.done.add(id);
    const entry = session.undo.at(-1);
    if (entry?.key !== key) return;
    session.undo.pop();
    session.sequence = entry.before;
    if (entry.what === 'mode') setMode(session, entry.before);
    if (entry.scan !== null) changeScan(session, entry.scan, { state: 'undone' });
  },
  phase(session, { phase, at }) {
    session.phase = phase;
    session.at = at;
  },
};

function applyScan(session: Draft, line: ScanLine): void {
  session.scans[line.no] = {
    no: line.no,
    file: line.file,
    sha256: line.sha256,
    state: 'coming',
    leaf: line.leaves[0] ?? null,
    line,
    fileNo: null,
    pages: [],
    isMoved: false,
    code: null,
  };
  session.settled.set(line.file.name, line.file);
  session.wanted.delete(line.file.name);
  session.backlog.delete(line.file.name);
  session.scanOfName.set(line.file.name, line.no);
  session.sequence = line.sequence;
  session.at = line.at;
  const isRedo = line.kind === 'redo' || line.kind === 'again';
  push(session, {
    key: `scan ${line.no}`,
    what: isRedo ? 'redo' : 'scan',
    before: line.before,
    scan: line.no,
    blank: [],
  });
}

/** Nothing was bound: the sequence is where it was, unless it has gone on. */
function applyFailed(session: Draft, { no, code }: LineOf<'failed'>): void {
  changeScan(session, no, { state: 'refused', code });
  const entry = session.undo.at(-1);
  if (entry?.scan !== no) return;
  session.undo.pop();
  session.sequence = entry.before;
}

function leftOut(no: number, file: SeenFile) {
  return {
    no,
    file,
    sha256: null,
    leaf: null,
    line: null,
    fileNo: null,
    pages: [],
    isMoved: false,
    code: null,
  };
}

function setMode(session: Draft, { mode, isAuto }: Sequence): void {
  session.settings = { ...session.settings, mode, isAuto };
}

function changeScan(session: Draft, no: number, change: Partial<Scan>): void {
  session.scans[no] = { ...scanAt(session, no), ...change };
}

function scanAt(session: Session, no: number): Scan {
  return must(session.scans[no], 'a line about a scan follows the one that began it');
}

function push(session: Draft, entry: UndoEntry): void {
  session.undo.push(entry);
  if (session.undo.length > MOST_UNDO) session.undo.shift();
}
