/**
 * Brings a scan that has its place to its end: announced, stored, its pages written, and only then its file out of the way.
 * Each step may be asked for again after a kill.
 */
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { renameWithRetry } from '../../../node/files/atomic-write.ts';
import { boundTo, type Bound } from '../../../shared/binding/bound.ts';
import { must } from '../../../shared/must.ts';
import { TroubleError } from '../../../shared/result.ts';
import { REFUSALS } from '../../../shared/rpc/contract-import.ts';
import { deleteRecord } from '../../../shared/sync/edits.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import { derivedId } from '../../../shared/model/derived-id.ts';
import type { Ingest } from '../ingest/ingest.ts';
import type { Journal } from '../journal/journal.ts';
import type { FolderSide } from './folder-side.ts';
import { makingRoom, type Scan, type Session } from './session.ts';
import type { Line } from './session-lines.ts';
import { markOf } from './sightings.ts';

/** Where files go that are taken, when a person wants it so. */
const TAKEN_FOLDER = 'taken';

export type TakeDeps = {
  readonly session: Session;
  readonly journal: Pick<Journal, 'state' | 'commit'>;
  readonly ingest: Pick<Ingest, 'services' | 'takePage'>;
  /** Writes a line of the session; `isLoose` ones may be lost in a power cut. */
  readonly write: (line: Line, isLoose?: boolean) => Promise<void>;
  readonly folder: Pick<FolderSide, 'isGone'>;
};

/** `waits`: the folder is out of reach; the scan keeps its place. */
export type TakenScan = { readonly state: 'stored' | 'failed' | 'waits' };

/** Troubles of one file that may pass while its folder comes back. */
const OUT_OF_REACH = new Set(['UNREADABLE', 'FILE_MISSING', 'DISK_ERROR', 'NO_PERMISSION', 'FILE_BUSY']);
const FILES_ASKED = 200;

/** @throws TroubleError of what concerns all scans: DISK_FULL, IMPORT_ENDED, NO_SUCH_IMPORT … */
export async function takeScan(deps: TakeDeps, scan: Scan): Promise<TakenScan> {
  const { session, ingest, write } = deps;
  const source = path.join(session.settings.folder, scan.file.name);
  const fileNo = scan.fileNo ?? (await announce(deps, scan));
  const taken = await ingest.takePage(session.import, fileNo, source);
  const code = taken.ok ? (taken.value.state === 'refused' ? taken.value.code : null) : taken.code;
  if (taken.ok && taken.value.state !== 'refused') {
    // Before it counts as stored: nobody would come back to it.
    await binFurther(deps, scan);
    await write({ t: 'stored', no: scan.no, pages: [...taken.value.pages] }, true);
    return { state: 'stored' };
  }
  if (code === 'DISK_FULL') throw new TroubleError('DISK_FULL');
  if (code !== null && OUT_OF_REACH.has(code)) {
    if (await deps.folder.isGone()) return { state: 'waits' };
    await write({ t: 'failed', no: scan.no, code });
    return { state: 'failed' };
  }
  if (!taken.ok && code !== 'INCOMPLETE' && code !== 'WRONG_KIND_OF_FILE')
    throw new TroubleError(taken.code, taken.details);
  await write({ t: 'failed', no: scan.no, code: code ?? 'UNREADABLE' });
  return { state: 'failed' };
}

/** Moves a stored scan's file away; what cannot be moved stays, and is known again by its mark. */
export async function moveTaken({ session, write }: TakeDeps, scan: Scan): Promise<boolean> {
  const { folder } = session.settings;
  const source = path.join(folder, scan.file.name);
  const target = path.join(folder, TAKEN_FOLDER);
  try {
    const there = await stat(source).catch(() => null);
    // Else it was moved before a kill, or what lies there now is another scan under the same name.
    if (there !== null && markOf(there) === scan.file.mark) {
      await mkdir(target, { recursive: true });
      await renameWithRetry(source, await freeName(target, scan.file.name));
    }
    await write({ t: 'moved', no: scan.no }, true);
    return true;
  } catch {
    return false;
  }
}

/** Whether a code is one that an import gives a file for what it holds. */
export function isRefusal(code: string): boolean {
  return (REFUSALS as readonly string[]).includes(code);
}

/** Lets the import refuse a file that never was whole, so that its report has it with the reason. */
export async function reportBroken({ session, ingest }: TakeDeps, { file }: Scan): Promise<void> {
  const source = path.join(session.settings.folder, file.name);
  const there = await stat(source).catch(() => null);
  if (there === null || markOf(there) !== file.mark) return;
  const { first } = await ingest.services['import.expect']({
    import: session.import,
    files: [{ path: file.name, size: file.size, bound: boundTo(session.unit, []) }],
  });
  await ingest.takePage(session.import, first, source);
}

/** Where it goes, for the import. */
function boundOf({ session }: TakeDeps, scan: Scan): Bound {
  const line = must(scan.line, 'a scan that is taken in has its place');
  const replaced =
    line.of === null ? null : (must(session.scans[line.of], 'its earlier scan').pages[0] ?? null);
  return {
    unit: session.unit,
    leaves: [...line.leaves],
    counted: true,
    place: line.kind === 'loose' ? { after: line.after } : 'leaf',
    there: replaced ?? 'both',
    // Whether the same bytes make another page was decided before.
    same: 'page',
  };
}

/** What the further pictures of an earlier file showed, this one shows. */
async function binFurther({ session, journal }: TakeDeps, scan: Scan): Promise<void> {
  const further = makingRoom(session, scan);
  if (further.length === 0) return;
  const views = (await journal.state([...further])).map(viewOf).filter(({ deleted }) => !deleted);
  if (views.length === 0) return;
  const id = derivedId(session.id, `further ${scan.no}`);
  await journal.commit({ id, command: 'capture.undo', edits: views.map(deleteRecord) }, 'jobs');
}

/** Announces the file, or finds that it was before a kill. */
async function announce(deps: TakeDeps, scan: Scan): Promise<number> {
  const { session, ingest, write } = deps;
  const used = new Set(session.scans.map(({ fileNo }) => fileNo));
  const highest = session.scans.reduce((most, { fileNo }) => Math.max(most, fileNo ?? -1), -1);
  const { files } = await ingest.services['import.report']({
    import: session.import,
    after: highest,
    limit: FILES_ASKED,
  });
  const before = files.find((file) => file.path === pathOf(scan) && !used.has(file.no));
  let fileNo = before?.no;
  if (fileNo === undefined) {
    const { first } = await ingest.services['import.expect']({
      import: session.import,
      files: [{ path: scan.file.name, size: scan.file.size, bound: boundOf(deps, scan) }],
    });
    fileNo = first;
  }
  await write({ t: 'announced', no: scan.no, fileNo }, true);
  return fileNo;
}

/** The name as an import has it: there a stroke of any kind parts folders. */
function pathOf({ file }: Scan): string {
  return file.name.replaceAll('\\', '/').replace(/^\/+/, '');
}

async function freeName(folder: string, name: string): Promise<string> {
  const { name: stem, ext } = path.parse(name);
  for (let i = 1; ; i += 1) {
    const candidate = path.join(folder, i === 1 ? name : `${stem} (${i})${ext}`);
    if ((await stat(candidate).catch(() => null)) === null) return candidate;
  }
}
