/** Which files are here, and their bytes: only verified ones, whole or in ranges. */
import { open, type FileHandle } from 'node:fs/promises';
import { parseRange } from '../../shared/byte-range.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import {
  filesStateAskSchema,
  filesStateSchema,
  filesWantedSchema,
  MOST_HASHES,
} from '../../shared/sync/files/wire-files.ts';
import { jsonRoute, type ArchiveAsked, type RawAnswer, type Route } from '../http/routes.ts';
import type { ArchiveFiles } from './archive-files.ts';
import { stateOf, type Open, type Opened } from './take-upload.ts';

const HASHES_BYTES = 128 * 1024;
const PIECE_BYTES = 256 * 1024;

export function blobRoutes(openFiles: Open): Route[] {
  const state = async (archive: string, hashes: readonly string[]) =>
    ok(await stateOf(await openFiles(archive), [...new Set(hashes)]));
  const bytes = (method: 'GET' | 'HEAD'): Route => ({
    kind: 'raw',
    method,
    path: '/v1/a/:archive/blobs/:sha256',
    summary: 'The bytes of a verified file; Range and If-Range as in RFC 9110.',
    handle: async (asked) => blob(asked, await openFiles(asked.archive.id), method === 'HEAD'),
  });
  return [
    // Both names: the first is that of the protocol's page.
    ...['/v1/a/:archive/blobs/missing', '/v1/a/:archive/files/state'].map((path) =>
      jsonRoute({
        method: 'POST',
        path,
        summary:
          'Which of these files are missing here, verified, and in a backup; what nothing names is left out.',
        ask: filesStateAskSchema,
        answer: filesStateSchema,
        bytes: { ask: HASHES_BYTES, answer: 4 * HASHES_BYTES },
        handle: ({ archive }, { hashes }) => state(archive.id, hashes),
      }),
    ),
    jsonRoute({
      method: 'GET',
      path: '/v1/a/:archive/files/wanted',
      summary:
        'Files that were here and are damaged: whoever has them sends them. `generation` and `mark` are what was told last.',
      ask: null,
      answer: filesWantedSchema,
      bytes: { ask: 0, answer: HASHES_BYTES },
      async handle({ archive, query }) {
        const { files } = await openFiles(archive.id);
        await hearMark(files, query);
        const wanted = files.state.wanted(MOST_HASHES);
        return ok({ generation: files.generation.now(), mark: files.state.marks.latest(), wanted });
      },
    }),
    bytes('GET'),
    bytes('HEAD'),
  ];
}

/** Who was told more than is here was told it by this server before it was set back: then it says everything anew, to all. */
async function hearMark({ generation, state }: ArchiveFiles, query: URLSearchParams): Promise<void> {
  const mark = query.get('mark');
  if (mark === null || query.get('generation') !== generation.now() || state.marks.knows(mark)) return;
  await generation.renew();
}

async function blob(
  { params, headers }: ArchiveAsked,
  { files }: Opened,
  isHead: boolean,
): Promise<Result<RawAnswer, string>> {
  const sha256 = params['sha256'] ?? '';
  if (!/^[0-9a-f]{64}$/u.test(sha256)) return fail('NOT_FOUND');
  const found = await files.blobs.find(sha256);
  if (found === null) return fail('NOT_FOUND');
  const etag = `"${sha256}"`;
  const about = {
    etag,
    'accept-ranges': 'bytes',
    'content-type': 'application/octet-stream',
    'cache-control': 'private, no-transform, max-age=31536000, immutable',
  };
  if (headers['if-none-match'] === etag) return ok({ status: 304, headers: about });
  const condition = headers['if-range'];
  const wanted = condition === undefined || condition === etag ? (headers.range ?? null) : null;
  const range = parseRange(wanted, found.size);
  if (range === 'outside')
    return ok({ status: 416, headers: { ...about, 'content-range': `bytes */${found.size}` } });
  const { first, last } = range === 'whole' ? { first: 0, last: found.size - 1 } : range;
  const told = {
    ...about,
    'content-length': String(last - first + 1),
    ...(range === 'whole' ? {} : { 'content-range': `bytes ${first}-${last}/${found.size}` }),
  };
  const status = range === 'whole' ? 200 : 206;
  if (isHead || found.size === 0) return ok({ status, headers: told });
  const handle = await openAgain(files, sha256, found.path);
  return ok({
    status,
    headers: told,
    body: handle.createReadStream({ start: first, end: last, highWaterMark: PIECE_BYTES }),
  });
}

/** A loose file moves into its batch between two looks. */
async function openAgain(files: Opened['files'], sha256: string, path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const now = await files.blobs.find(sha256);
    if (now === null || now.path === path) throw error;
    return open(now.path, 'r');
  }
}
