/**
 * The window's own files. Only what the build listed in `files.json` exists: a path from outside is looked up in that
 * list and never joined to a folder, so there is nothing to climb out of.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { fileResponse } from './file-response.ts';
import { PAGE_HEADERS } from './headers.ts';
import { TroubleError } from '../../../shared/result.ts';

const listSchema = z.array(z.strictObject({ path: z.string().min(1), mime: z.string().min(1) }));

/** Answers a request for one of the files, or null when there is none of that name. */
export type StaticFiles = (request: Request, pathname: string) => Promise<Response | null>;

/** Reads the list of the built window in `folder`. Errors: WINDOW_NOT_BUILT. */
export function openStaticFiles(folder: string): StaticFiles {
  const list = readList(path.join(folder, 'files.json'));
  // The list changes with every build that changes a file's name; names of assets carry the sum of their content.
  const build = createHash('sha256').update(list).digest('base64url').slice(0, 16);
  const files = new Map(
    listSchema.parse(JSON.parse(list.toString('utf8'))).map((file) => [`/${file.path}`, file]),
  );

  return async (request, pathname) => {
    const file = files.get(pathname === '/' ? '/index.html' : pathname);
    if (file === undefined) return null;
    const lasting = file.path.startsWith('assets/');
    return fileResponse(request, {
      path: path.join(folder, file.path),
      etag: `"${build}"`,
      mime: file.mime,
      headers: {
        ...PAGE_HEADERS,
        'cache-control': lasting ? 'private, max-age=31536000, immutable' : 'no-store',
      },
    });
  };
}

function readList(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new TroubleError('WINDOW_NOT_BUILT', { path: file });
  }
}
