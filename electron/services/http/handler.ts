/**
 * Every path that both hosts serve, as one function from request to response: Electron hands it to its protocol
 * handler, the web host to its server. Who may ask at all was settled before a request comes here.
 */
import { fileResponse } from './file-response.ts';
import { BYTES_HEADERS, FOR_EVER, plain } from './headers.ts';
import { kindOf } from './mime.ts';
import { receiveBytes } from './receive-bytes.ts';
import { answerTexts, type TextDoors } from './text-doors.ts';
import { answerTiles, type TilesDeps } from './tiles.ts';
import type { StaticFiles } from './static-files.ts';
import { TroubleError, type Details, type Result } from '../../../shared/result.ts';

export type HandleRequest = (request: Request) => Promise<Response>;

/** What the paths need of the services behind them. */
export type HandlerDeps = TilesDeps & {
  readonly staticFiles: StaticFiles;
  readonly canWrite: boolean;
  locate(sha256: string): Promise<{ path: string; size: number } | null>;
  picture(
    sha256: string,
    index: number,
    size: 'thumb' | 'reading',
  ): Promise<Result<{ path: string; mime: string }, string>>;
  putFile(importId: string, no: number, bytes: AsyncIterable<Uint8Array>): Promise<Result<null, string>>;
  /** Models coming in, exports going out; a host without them answers NOT_FOUND. */
  readonly texts?: TextDoors;
  /** Writes a bug to the log; answers its report id. */
  report(event: string, error: unknown): string;
};

const FILE = /^\/file\/(?<sha256>[0-9a-f]{64})$/;
const PICTURE = /^\/picture\/(?<sha256>[0-9a-f]{64})\/(?<index>\d{1,6})\/(?<size>thumb|reading)$/;
const IMPORT = /^\/import\/(?<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/(?<no>\d{1,9})$/;

/** Makes the handler. Refusals are `{ code }` as JSON: NOT_FOUND, METHOD_NOT_ALLOWED, READ_ONLY, INTERNAL, or the service's. */
export function createHandler(deps: HandlerDeps): HandleRequest {
  return async (request) => {
    const { pathname } = new URL(request.url);
    try {
      return await route(deps, request, pathname);
    } catch (error) {
      // The window went away in the middle of an upload; nobody is left to be answered.
      if (request.signal.aborted) return plain(400, 'CANCELLED');
      // A full disk, a thread that is gone: expected trouble, which the window has words for.
      if (error instanceof TroubleError) return plain(422, error.code, withDetails(error.details));
      return plain(500, 'INTERNAL', { details: { report: deps.report('request.failed', error) } });
    }
  };
}

async function route(deps: HandlerDeps, request: Request, pathname: string): Promise<Response> {
  const upload = IMPORT.exec(pathname)?.groups;
  if (upload !== undefined) {
    const [id, no] = [upload['id'] ?? '', Number(upload['no'])];
    return receiveBytes(request, deps.canWrite, (bytes) => deps.putFile(id, no, bytes));
  }
  const text = await answerTexts(deps.texts, request, pathname, deps.canWrite);
  if (text !== null) return text;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return plain(405, 'METHOD_NOT_ALLOWED', { headers: { allow: 'GET, HEAD' } });
  }
  const bytes = answerBytes(deps, request, pathname) ?? answerTiles(deps, request, pathname);
  if (bytes !== null) return bytes;
  return (await deps.staticFiles(request, pathname)) ?? plain(404, 'NOT_FOUND');
}

/** The scans themselves, and pictures made of them. */
function answerBytes(deps: HandlerDeps, request: Request, pathname: string): Promise<Response> | null {
  const file = FILE.exec(pathname)?.groups;
  if (file !== undefined) return original(deps, request, file['sha256'] ?? '');
  const picture = PICTURE.exec(pathname)?.groups;
  if (picture === undefined) return null;
  const size = picture['size'] === 'thumb' ? 'thumb' : 'reading';
  return derived(deps, request, picture['sha256'] ?? '', Number(picture['index']), size);
}

async function original(deps: HandlerDeps, request: Request, sha256: string): Promise<Response> {
  const found = await deps.locate(sha256);
  if (found === null) return plain(404, 'NOT_FOUND');
  try {
    return await originalAt(found.path, request, sha256);
  } catch (error) {
    // The end of an import moves its files from staging to their object: then the second place is the right one.
    const now = await deps.locate(sha256);
    if (now === null || now.path === found.path) throw error;
    return originalAt(now.path, request, sha256);
  }
}

async function originalAt(path: string, request: Request, sha256: string): Promise<Response> {
  let ending = 'bin';
  const response = await fileResponse(request, {
    path,
    etag: `"${sha256}"`,
    mime(firstBytes) {
      const kind = kindOf(firstBytes);
      ending = kind.ending;
      return kind.mime;
    },
    headers: { ...BYTES_HEADERS, 'cache-control': FOR_EVER },
  });
  response.headers.set('content-disposition', `attachment; filename="${sha256.slice(0, 12)}.${ending}"`);
  return response;
}

async function derived(
  deps: HandlerDeps,
  request: Request,
  sha256: string,
  index: number,
  size: 'thumb' | 'reading',
): Promise<Response> {
  for (let times = 1; ; times++) {
    const made = await deps.picture(sha256, index, size);
    if (!made.ok) return plain(made.code === 'NOT_FOUND' ? 404 : 422, made.code, withDetails(made.details));
    try {
      return await pictureAt(made.value, request, `${sha256.slice(0, 32)}-${index}-${size}`);
    } catch (error) {
      // It may be deleted at any moment; then it is made anew.
      if (times === 2 || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

function pictureAt(
  picture: { path: string; mime: string },
  request: Request,
  name: string,
): Promise<Response> {
  return fileResponse(request, {
    path: picture.path,
    etag: `"${name}"`,
    mime: picture.mime,
    // Pictures are made anew by a later program, so a window asks again after a day.
    headers: { ...BYTES_HEADERS, 'cache-control': 'private, max-age=86400' },
  });
}

function withDetails(details: Details | undefined): { details?: Details } {
  return details === undefined ? {} : { details };
}
