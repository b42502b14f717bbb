/** Paths of reading: a model that a person adds comes in, the file of an export goes out. */
import type { Result } from '../../../shared/result.ts';
import { fileResponse } from './file-response.ts';
import { BYTES_HEADERS, plain } from './headers.ts';
import { receiveBytes } from './receive-bytes.ts';

export type TextDoors = {
  putModel(file: string, bytes: AsyncIterable<Uint8Array>): Promise<Result<null, string>>;
  exported(
    job: string,
  ): Promise<{ readonly path: string; readonly name: string; readonly mime: string } | null>;
};

const MODEL = /^\/model\/(?<file>[^/]{1,200})$/;
const EXPORT = /^\/export\/(?<job>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Null when the path is none of these. */
export async function answerTexts(
  doors: TextDoors | undefined,
  request: Request,
  pathname: string,
  canWrite: boolean,
): Promise<Response | null> {
  if (doors === undefined) return null;
  const model = MODEL.exec(pathname)?.groups?.['file'];
  if (model !== undefined) {
    return receiveBytes(request, canWrite, (bytes) => doors.putModel(nameIn(model), bytes));
  }
  const job = EXPORT.exec(pathname)?.groups?.['job'];
  if (job === undefined) return null;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return plain(405, 'METHOD_NOT_ALLOWED', { headers: { allow: 'GET, HEAD' } });
  }
  const found = await doors.exported(job);
  if (found === null) return plain(404, 'EXPORT_GONE');
  return fileResponse(request, {
    path: found.path,
    etag: `"${job}"`,
    mime: found.mime,
    headers: {
      ...BYTES_HEADERS,
      'cache-control': 'no-store',
      // Letters beyond ASCII by RFC 6266 §4.3.
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(found.name)}`,
    },
  });
}

function nameIn(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '';
  }
}
