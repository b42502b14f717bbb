/** Thumbnails and reading copies, many in one body. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { inLanes } from '../../shared/lanes.ts';
import { fail, ok } from '../../shared/result.ts';
import { unpackPictures, type PackedPicture } from '../../shared/sync/files/picture-pack.ts';
import {
  MOST_PACK_BYTES,
  MOST_PICTURES,
  pictureKeySchema,
  picturesAskSchema,
  picturesStateSchema,
  type PicturesTaken,
} from '../../shared/sync/files/wire-files.ts';
import { jsonRoute, type Route } from '../http/routes.ts';
import { readUpTo } from './read-body.ts';
import type { Open, Opened } from './take-upload.ts';

const KEYS_BYTES = 64 * 1024;
/** Of a pack: each waits for the disk by itself. */
const SCANS_AT_ONCE = 8;

export function pictureRoutes(open: Open): Route[] {
  return [
    {
      kind: 'raw',
      method: 'POST',
      path: '/v1/a/:archive/pictures',
      summary: 'Takes a pack of thumbnails and reading copies in; answers which were refused, and why.',
      holds: MOST_PACK_BYTES,
      problems: ['BATCH_TOO_LARGE', 'INSUFFICIENT_STORAGE'],
      async handle({ archive }, body) {
        const pictures = await unpackAll(body);
        if (typeof pictures === 'string') return fail(pictures);
        const taken = await take(await open(archive.id), pictures);
        return ok({
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(taken),
        });
      },
    },
    jsonRoute({
      method: 'POST',
      path: '/v1/a/:archive/pictures/state',
      summary: 'Which of these pictures are missing here.',
      ask: picturesAskSchema,
      answer: picturesStateSchema,
      bytes: { ask: KEYS_BYTES, answer: KEYS_BYTES },
      handle: async ({ archive }, { pictures }) =>
        ok({ missing: await (await open(archive.id)).files.pictures.missing(pictures) }),
    }),
    {
      kind: 'raw',
      method: 'POST',
      path: '/v1/a/:archive/pictures/get',
      summary: 'A pack of those of these pictures that are here.',
      async handle({ archive }, body) {
        const bytes = await readUpTo(body, KEYS_BYTES);
        const asked = bytes === null ? null : picturesAskSchema.safeParse(parse(bytes));
        if (asked === null || !asked.success) return fail('BAD_REQUEST');
        const { files } = await open(archive.id);
        return ok({
          status: 200,
          headers: { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' },
          body: Readable.from(files.pictures.pack(asked.data.pictures)),
        });
      },
    },
    {
      kind: 'raw',
      method: 'GET',
      path: '/v1/a/:archive/pictures/:master/:page/:size',
      summary: 'One thumbnail or reading copy.',
      async handle({ archive, params, headers }) {
        const key = pictureKeySchema.safeParse({
          master: params['master'],
          page: Number(params['page']),
          size: params['size'],
        });
        const found = key.success ? await (await open(archive.id)).files.pictures.find(key.data) : null;
        if (found === null) return fail('NOT_FOUND');
        const about = { etag: `"${found.sha256}"`, 'content-type': found.mime };
        if (headers['if-none-match'] === about.etag) return ok({ status: 304, headers: about });
        return ok({ status: 200, headers: about, body: createReadStream(found.path) });
      },
    },
  ];
}

async function unpackAll(body: AsyncIterable<Uint8Array>): Promise<PackedPicture[] | string> {
  const pictures: PackedPicture[] = [];
  try {
    for await (const picture of unpackPictures(body)) {
      pictures.push(picture);
      if (pictures.length > MOST_PICTURES) return 'BATCH_TOO_LARGE';
    }
    return pictures;
  } catch (error) {
    if (error instanceof RangeError) return 'BAD_REQUEST';
    throw error;
  }
}

/** Pictures are kept of scans that the archive names: the server is no place for others. */
async function take({ files, named }: Opened, pictures: readonly PackedPicture[]): Promise<PicturesTaken> {
  const byMaster = Map.groupBy(pictures, ({ head }) => head.master);
  const known = await named([...byMaster.keys()]);
  const answer: PicturesTaken = { taken: 0, refused: [] };
  // Those of one scan one after the other: the first one of its kind stays.
  await inLanes(SCANS_AT_ONCE, byMaster, async ([master, ofScan]) => {
    for (const picture of ofScan) {
      const { page, size } = picture.head;
      const code = known.has(master) ? await files.pictures.put(picture) : 'NOT_NAMED';
      if (code === null) answer.taken++;
      else answer.refused.push({ master, page, size, code });
    }
    return 'on';
  });
  if (answer.taken > 0) files.state.marks.move();
  return answer;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
