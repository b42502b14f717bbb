/**
 * Sends chosen files to the host: announces them all, streams a few at a time, and finishes. A file that cannot be read
 * is left to the host's report, which counts it as never arrived.
 */
import type { HostClient } from '../../../shared/rpc/host-client.ts';
import type { Bound } from '../../../shared/binding/bound.ts';
import { MAX_FILES_PER_CALL, type LEFT_OUT } from '../../../shared/rpc/contract-import.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { ChosenFile } from './collect-files.ts';
import { askRoom, waitForRoom, type Forecast } from './room.ts';

/** More at once do not make a disk quicker, and fewer leave it idle between files. */
const IN_FLIGHT = 3;

/** There is no room, for now: the same file is sent again when there is. */
const NO_ROOM: ReadonlySet<string> = new Set(['DISK_FULL', 'DISK_LOW']);
/** Codes after which sending more is of no use: the host is gone, the file is too large for the disk, or the import was ended. */
const ENDING_CODES: ReadonlySet<string> = new Set([
  'HOST_GONE',
  'DISK_FULL',
  'DISK_LOW',
  'FORBIDDEN',
  'READ_ONLY',
  'IMPORT_ENDED',
  'CANCELLED',
]);

/** Where one file goes: to a leaf of a unit, nowhere (a plan left it out, and the report says why), or null: a document. */
export type FilePlace = { readonly bound: Bound } | { readonly leftOut: (typeof LEFT_OUT)[number] } | null;

export type SendProgress = { readonly import: string; readonly sent: number; readonly total: number };

export type SendDeps = {
  readonly host: HostClient;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SendProgress) => void;
  /** Told before anything is sent. */
  readonly onForecast?: (forecast: Forecast) => void;
};

/** The files, plus paths that are only announced, so that the report names them. Answers the import's id. */
export async function sendFiles(
  chosen: {
    source: string;
    files: readonly ChosenFile[];
    unreadable: readonly string[];
    parent: string | null;
    /** In the order of the files; those beyond become documents. */
    places?: readonly FilePlace[];
  },
  { host, signal, onProgress, onForecast }: SendDeps,
): Promise<Result<string, string>> {
  const isSent = (no: number) => !isLeftOut(chosen.places?.[no]);
  const sent = chosen.files.filter((_, no) => isSent(no));
  const room = await askRoom(host, sent);
  if (!room.ok) return room;
  if (room.value !== null) onForecast?.(room.value);
  const begun = await host.call('import.begin', { source: chosen.source, parent: chosen.parent });
  if (!begun.ok) return begun;
  const id = begun.value.import;
  const total = sent.length;
  onProgress({ import: id, sent: 0, total });

  const announced = await announce(host, id, chosen);
  if (!announced.ok) return announced;

  let next = 0;
  let done = 0;
  let stopCode: string | null = null;
  const sendOne = async (): Promise<void> => {
    while (next < chosen.files.length && stopCode === null && !signal.aborted) {
      const no = next;
      next += 1;
      const item = chosen.files[no];
      if (item === undefined || !isSent(no)) continue;
      const answer = await sendWhenThereIsRoom(`/import/${id}/${announced.value + no}`, item.file, {
        host,
        signal,
      });
      if (!answer.ok && ENDING_CODES.has(answer.code)) stopCode = answer.code;
      done += 1;
      onProgress({ import: id, sent: done, total });
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, sendOne));
  if (signal.aborted) {
    await host.call('import.cancel', { import: id });
    return ok(id);
  }
  const finished = await host.call('import.finish', { import: id });
  if (stopCode !== null && stopCode !== 'CANCELLED' && stopCode !== 'IMPORT_ENDED')
    return { ok: false, code: stopCode };
  return finished.ok || stopCode !== null ? ok(id) : finished;
}

async function sendWhenThereIsRoom(
  url: string,
  file: File,
  { host, signal }: Pick<SendDeps, 'host' | 'signal'>,
): ReturnType<HostClient['put']> {
  for (;;) {
    const answer = await host.put(url, file, { signal });
    if (answer.ok || !NO_ROOM.has(answer.code) || signal.aborted) return answer;
    if (!(await waitForRoom(host, signal))) return answer;
  }
}

async function announce(
  host: HostClient,
  id: string,
  chosen: {
    files: readonly ChosenFile[];
    unreadable: readonly string[];
    places?: readonly FilePlace[];
  },
): Promise<Result<number, string>> {
  const expected = [
    ...chosen.files.map(({ path, file }, no) => ({ path, size: file.size, ...chosen.places?.[no] })),
    ...chosen.unreadable.map((path) => ({ path, size: 0 })),
  ];
  let first = 0;
  for (let start = 0; start < expected.length; start += MAX_FILES_PER_CALL) {
    const files = expected.slice(start, start + MAX_FILES_PER_CALL);
    const answer = await host.call('import.expect', { import: id, files });
    if (!answer.ok) return answer;
    if (start === 0) first = answer.value.first;
  }
  return ok(first);
}

function isLeftOut(place: FilePlace | undefined): boolean {
  return place !== undefined && place !== null && 'leftOut' in place;
}
