/**
 * The file that a session's lines stand in. A line is on the disk before `write` answers; one that a power cut tore was
 * never answered and is cut away.
 */
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../../../node/files/atomic-write.ts';
import { onDisk } from '../../../node/files/disk-trouble.ts';
import { createTurns } from '../../../shared/turns.ts';
import { lineSchema, type Line } from './session-lines.ts';

export type SessionLog = {
  /**
   * Resolves when the line is written, and on the disk unless `isLoose`: what a power cut may take back because it is found
   * out again. On trouble the file is as it was.
   */
  write(line: Line, isLoose?: boolean): Promise<void>;
  close(): Promise<void>;
};

const ENDING = '.jsonl';
/** Ended sessions are kept to know their files again; older ones than these go. */
const KEPT_SESSIONS = 100;

/** The paths of the sessions in a folder, the oldest first: their names begin with the time. */
export async function sessionFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith(ENDING))
    .sort()
    .map((name) => path.join(folder, name));
}

/** Opens the file of a session, a new one or one to go on with; answers the lines that it holds. */
export async function openSessionLog(
  folder: string,
  id: string,
): Promise<{ log: SessionLog; lines: Line[] }> {
  const file = path.join(folder, `${id}${ENDING}`);
  return onDisk(file, async () => {
    await mkdir(folder, { recursive: true });
    const { lines, soundBytes } = await readLines(file);
    const handle = await open(file, soundBytes === 0 ? 'w' : 'r+');
    await handle.truncate(soundBytes);
    await handle.datasync();
    await syncFolder(folder);
    const inTurn = createTurns();
    let end = soundBytes;
    return {
      lines,
      log: {
        write: (line, isLoose = false) =>
          inTurn('', () =>
            onDisk(file, async () => {
              const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
              try {
                for (let done = 0; done < bytes.length;)
                  done += (await handle.write(bytes, done, bytes.length - done, end + done)).bytesWritten;
                if (!isLoose) await handle.datasync();
              } catch (error) {
                await handle.truncate(end).catch(() => undefined);
                throw error;
              }
              end += bytes.length;
            }),
          ),
        close: () => inTurn('', () => handle.close()),
      },
    };
  });
}

/** The lines of a session's file, and how many bytes they take: what lies behind them is torn. */
export async function readLines(file: string): Promise<{ lines: Line[]; soundBytes: number }> {
  const bytes = await readFile(file).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  const lines: Line[] = [];
  let soundBytes = 0;
  for (let start = 0, end = bytes.indexOf(10); end !== -1; start = end + 1, end = bytes.indexOf(10, start)) {
    const line = parseLine(bytes.toString('utf8', start, end));
    if (line === null) break;
    lines.push(line);
    soundBytes = end + 1;
  }
  return { lines, soundBytes };
}

/** `id`: the session that is open; with a clock that was set back its name is not the last one. */
export async function forgetOldSessions(folder: string, id: string): Promise<void> {
  const files = (await sessionFiles(folder)).filter((file) => path.basename(file) !== `${id}${ENDING}`);
  for (const file of files.slice(0, -KEPT_SESSIONS)) await rm(file, { force: true });
}

function parseLine(text: string): Line | null {
  try {
    const parsed = lineSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
