/** The sessions of a data folder on its disk: the one that is open, and what the ended ones took from which folder. */
import path from 'node:path';
import { must } from '../../../shared/must.ts';
import { filesIn } from './folder-rules.ts';
import { foldSession, readSession, type Session, type SessionFold } from './session.ts';
import { openSessionLog, readLines, sessionFiles, type SessionLog } from './session-log.ts';
import type { Line, LineOf } from './session-lines.ts';
import type { SeenFile } from './sightings.ts';

/** Beside `journal.db` in the data folder. */
const SESSIONS = 'capture';
/** Lines of the files that lie in the folder before a session begins. */
const FILES_PER_LINE = 500;

export type OpenSession = { readonly fold: SessionFold; readonly log: SessionLog };

export function sessionsFolder(dataFolder: string): string {
  return path.join(dataFolder, SESSIONS);
}

/** The newest session that was not ended; null when there is none. Damaged ones are left where they are. */
export async function findOpenSession(dataFolder: string): Promise<OpenSession | null> {
  const folder = sessionsFolder(dataFolder);
  for (const file of (await sessionFiles(folder)).reverse()) {
    const known = readSession((await readLines(file)).lines);
    if (known === null || known.session.phase === 'ended') continue;
    const { log, lines } = await openSessionLog(folder, known.session.id);
    return { log, fold: must(readSession(lines), 'a session that was read before') };
  }
  return null;
}

/** Writes the first lines of a session. */
export async function beginSession(
  dataFolder: string,
  begin: LineOf<'begin'>,
  others: readonly Line[],
): Promise<OpenSession> {
  const { log } = await openSessionLog(sessionsFolder(dataFolder), begin.id);
  const fold = foldSession(begin);
  for (const [i, line] of [begin, ...others].entries()) {
    // The last one has all of them on the disk.
    await log.write(line, i < others.length);
    fold.apply(line);
  }
  return { log, fold };
}

/**
 * What lies in a folder before a session begins, as its lines: taken before, or offered. When a person goes on with the next
 * unit (`before` ends), what came since is that unit's.
 */
export async function linesOfFolder(
  dataFolder: string,
  folder: string,
  before: Session | null,
): Promise<Line[]> {
  const known = await takenBefore(dataFolder, folder);
  const isKnown = ({ name, mark }: SeenFile) =>
    known.get(name) === mark || before?.settled.get(name)?.mark === mark;
  const all = await filesIn(folder);
  const offered = before === null ? all.filter((file) => !isKnown(file)) : [];
  return [...linesOf(all.filter(isKnown), false), ...linesOf(offered, true)];
}

/** How many files of a folder nobody has taken yet. */
export async function countNew(dataFolder: string, folder: string): Promise<number> {
  const known = await takenBefore(dataFolder, folder);
  return (await filesIn(folder)).filter(({ name, mark }) => known.get(name) !== mark).length;
}

/** The marks of all files that earlier sessions took from a folder, by name. */
async function takenBefore(dataFolder: string, folder: string): Promise<ReadonlyMap<string, string>> {
  const marks = new Map<string, string>();
  for (const file of await sessionFiles(sessionsFolder(dataFolder))) {
    const fold = readSession((await readLines(file)).lines);
    if (fold?.session.settings.folder !== folder) continue;
    for (const { state, file: seen } of fold.session.scans)
      if (state !== 'refused' && state !== 'coming') marks.set(seen.name, seen.mark);
  }
  return marks;
}

function linesOf(files: readonly SeenFile[], isOffered: boolean): LineOf<'there'>[] {
  const lines: LineOf<'there'>[] = [];
  for (let from = 0; from < files.length; from += FILES_PER_LINE)
    lines.push({ t: 'there', files: files.slice(from, from + FILES_PER_LINE), offered: isOffered });
  return lines;
}
