/** The parts of a snapshot as files: whole or a range, so that a cut line goes on where it broke. */
import { open, type FileHandle } from 'node:fs/promises';
import { diskCode, diskTrouble } from '../../node/files/disk-trouble.ts';
import { parseRange } from '../../shared/byte-range.ts';
import { fail, ok } from '../../shared/result.ts';
import type { RawRoute } from './routes.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NUMBER = /^\d{1,6}$/;

export const snapshotPart: RawRoute = {
  kind: 'raw',
  method: 'GET',
  path: '/v1/a/:archive/snapshot/:snapshot/:n',
  summary:
    'A part of a snapshot (zstd of one record a line), whole or a range; its ETag is the SHA-256 of the whole.',
  async handle({ archive, params, headers }) {
    const { snapshot = '', n = '' } = params;
    if (!UUID.test(snapshot) || !NUMBER.test(n)) return fail('NOT_FOUND');
    const part = await archive.snapshotPart(snapshot, Number(n));
    if (part === null) return fail('NOT_FOUND');
    const etag = `"${part.sha256}"`;
    const common = { 'content-type': 'application/octet-stream', 'accept-ranges': 'bytes', etag };
    const isSame = headers['if-range'] === undefined || headers['if-range'] === etag;
    const range = isSame ? parseRange(headers.range ?? null, part.size) : 'whole';
    if (range === 'outside') {
      return ok({ status: 416, headers: { ...common, 'content-range': `bytes */${part.size}` } });
    }
    const file = await openIfThere(part.path);
    if (file === null) return fail('NOT_FOUND');
    if (range === 'whole') {
      return ok({
        status: 200,
        headers: { ...common, 'content-length': String(part.size) },
        body: file.createReadStream(),
      });
    }
    const { first: start, last: end } = range;
    return ok({
      status: 206,
      headers: {
        ...common,
        'content-length': String(end - start + 1),
        'content-range': `bytes ${start}-${end}/${part.size}`,
      },
      body: file.createReadStream({ start, end }),
    });
  },
};

/** A snapshot that is too old goes at any moment; whoever takes it takes the next one then. */
async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (diskCode(error) === 'FILE_MISSING') return null;
    throw diskTrouble(error, path);
  }
}
