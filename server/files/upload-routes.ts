/**
 * Uploads as tus 1.0 has them (creation with upload, termination, expiration), under a name that says what the bytes are:
 * whoever lost the last answer asks the name and hears that the bytes are verified.
 */
import { fail, ok, type Result } from '../../shared/result.ts';
import {
  MARK_HEADER,
  readUploadId,
  TUS_VERSION,
  VERIFIED_HEADER,
} from '../../shared/sync/files/wire-files.ts';
import type { ArchiveAsked, RawAnswer, Route } from '../http/routes.ts';
import type { ArchiveFiles } from './archive-files.ts';
import { findVerified, isNamed, takeUpload, type Open, type Opened } from './take-upload.ts';
import type { Upload } from './uploads.ts';

const PATH = '/v1/a/:archive/up/:id';
const BYTES = 'application/offset+octet-stream';

type Body = AsyncIterable<Uint8Array> & { resume?(): unknown };
type Answer = Promise<Result<RawAnswer, string>>;

export function uploadRoutes(open: Open): Route[] {
  const problems = [
    'UPLOAD_LOCKED',
    'UPLOAD_GONE',
    'UPLOAD_OFFSET',
    'CHECKSUM_MISMATCH',
    'INSUFFICIENT_STORAGE',
  ];
  const route = (
    method: 'POST' | 'HEAD' | 'PATCH' | 'DELETE',
    summary: string,
    handle: (asked: ArchiveAsked, body: Body, opened: Opened) => Answer,
  ): Route => ({
    kind: 'raw',
    method,
    path: PATH,
    summary,
    problems,
    async handle(asked, body) {
      if (asked.headers['tus-resumable'] !== TUS_VERSION) return fail('TUS_VERSION');
      return handle(asked, body, await open(asked.archive.id));
    },
  });
  return [
    {
      kind: 'plain',
      produces: 'text/plain',
      method: 'OPTIONS',
      path: PATH,
      summary: 'What of tus this server speaks.',
      handle: async () =>
        ok({
          status: 204,
          headers: {
            'tus-resumable': TUS_VERSION,
            'tus-version': TUS_VERSION,
            'tus-extension': 'creation,creation-with-upload,termination,expiration',
          },
        }),
    },
    route('POST', 'Begins an upload, with its first bytes or without.', create),
    route('HEAD', 'How far an upload is.', look),
    route('PATCH', 'Adds bytes; the last ones are answered when all have been read again.', add),
    route('DELETE', 'Gives an upload up.', async ({ params, session }, _body, { files }) => {
      const gone = await files.uploads.remove(params['id'] ?? '', session.device.id);
      return gone.ok ? ok({ status: 204, headers: { 'tus-resumable': TUS_VERSION } }) : gone;
    }),
  ];
}

async function create(asked: ArchiveAsked, body: Body, opened: Opened): Answer {
  const { headers, params, session } = asked;
  const { files } = opened;
  const id = params['id'] ?? '';
  const name = readUploadId(id);
  const size = readCount(headers['upload-length']);
  if (name === null || size === null) return fail('BAD_REQUEST');
  const [named, known] = await Promise.all([isNamed(opened, name.sha256), findVerified(files, name.sha256)]);
  // First: a batch that has been put together names its files no more.
  if (known !== null) {
    body.resume?.();
    return ok({
      status: 201,
      headers: { ...verified(files, name.sha256, known.size), location: asked.params['id'] ?? '' },
    });
  }
  if (!named) return fail('NOT_NAMED');
  const begun = await files.uploads.begin(id, size, session.device.id);
  if (!begun.ok) return begun;
  if (headers['content-type'] !== BYTES && size > 0) {
    return ok({ status: 201, headers: { ...progress(begun.value), location: id } });
  }
  const added = await take(opened, begun.value, 0, body);
  return added.ok
    ? ok({ ...added.value, status: 201, headers: { ...added.value.headers, location: id } })
    : added;
}

async function look({ params, session }: ArchiveAsked, _body: Body, { files }: Opened): Answer {
  const id = params['id'] ?? '';
  const name = readUploadId(id);
  if (name === null) return fail('NOT_FOUND');
  const known = await findVerified(files, name.sha256);
  const about = { 'cache-control': 'no-store' };
  if (known !== null)
    return ok({ status: 200, headers: { ...verified(files, name.sha256, known.size), ...about } });
  const upload = await files.uploads.find(id, session.device.id);
  if (upload === null) return fail('NOT_FOUND');
  if (files.uploads.isBusy(id)) return fail('UPLOAD_LOCKED');
  return ok({ status: 200, headers: { ...progress(upload), ...about } });
}

async function add({ params, headers, session }: ArchiveAsked, body: Body, opened: Opened): Answer {
  const id = params['id'] ?? '';
  const offset = readCount(headers['upload-offset']);
  if (headers['content-type'] !== BYTES) return fail('UPLOAD_TYPE');
  const name = readUploadId(id);
  if (offset === null || name === null) return fail('BAD_REQUEST');
  const upload = await opened.files.uploads.find(id, session.device.id);
  if (upload === null) {
    const known = await findVerified(opened.files, name.sha256);
    if (known === null) return fail('UPLOAD_GONE');
    body.resume?.();
    return ok({ status: 204, headers: verified(opened.files, name.sha256, known.size) });
  }
  return take(opened, upload, offset, body);
}

async function take({ files }: Opened, upload: Upload, offset: number, body: Body): Answer {
  const taken = await takeUpload(files, upload, offset, body);
  if (!taken.ok) return taken;
  const isWhole = taken.value === 'verified';
  return ok({
    status: 204,
    headers: isWhole ? verified(files, upload.sha256, upload.size) : progress(taken.value),
  });
}

function progress({ offset, size, expires }: Upload): Record<string, string> {
  return {
    'tus-resumable': TUS_VERSION,
    'upload-offset': String(offset),
    'upload-length': String(size),
    'upload-expires': expires.toUTCString(),
  };
}

function verified({ state }: ArchiveFiles, sha256: string, size: number): Record<string, string> {
  return {
    'tus-resumable': TUS_VERSION,
    'upload-offset': String(size),
    'upload-length': String(size),
    [VERIFIED_HEADER]: sha256,
    [MARK_HEADER]: state.marks.latest(),
  };
}

function readCount(header: string | readonly string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,15}$/u.test(header) ? Number(header) : null;
}
