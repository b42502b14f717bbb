/** Scans for benches: as large as those of a regional archive, each with bytes of its own. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { seededRandom } from '../fixtures/seeded-random.ts';

/** Of every ten files so many look like this; sizes in pixels. */
const SCANS = [
  { share: 3, width: 2480, height: 3508, channels: 1, format: 'jpeg' },
  { share: 2, width: 3508, height: 4960, channels: 1, format: 'jpeg' },
  { share: 3, width: 2480, height: 3508, channels: 1, format: 'tiff' },
  { share: 1, width: 2480, height: 3508, channels: 3, format: 'tiff' },
  { share: 1, width: 3500, height: 4760, channels: 3, format: 'tiff' },
] as const;

/** Files of pages of noise over paper's grey in `folder`: they compress about as badly as scans do. Answers their paths. */
export async function makeNoiseScans(folder: string, count: number): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const random = seededRandom(7);
  const kinds: { bytes: Buffer; format: 'jpeg' | 'tiff' }[] = [];
  for (const { share, width, height, channels, format } of SCANS) {
    const pixels = Buffer.alloc(width * height * channels);
    for (let at = 0; at < pixels.length; at++) pixels[at] = 180 + random.below(40);
    const picture = sharp(pixels, { raw: { width, height, channels } });
    const encoded = format === 'jpeg' ? picture.jpeg({ quality: 85 }) : picture.tiff({ compression: 'none' });
    const bytes = await encoded.toBuffer();
    kinds.push(...Array.from({ length: share }, () => ({ bytes, format })));
  }
  return Array.from({ length: count }, (_, at) => {
    const { bytes, format } = kinds[at % kinds.length] ?? { bytes: Buffer.alloc(0), format: 'jpeg' };
    const file = path.join(folder, `${String(at).padStart(4, '0')}.${format === 'jpeg' ? 'jpg' : 'tif'}`);
    writeFileSync(file, numbered(bytes, format, at));
    return file;
  });
}

/** The same picture in bytes of its own: a comment behind a JPEG's first marker, a few pixels of a TIFF. */
function numbered(bytes: Buffer, format: 'jpeg' | 'tiff', at: number): Buffer {
  const number = String(at).padStart(4, '0');
  if (format === 'jpeg') {
    const comment = Buffer.from(`\xff\xfe\x00\x06${number}`, 'latin1');
    return Buffer.concat([bytes.subarray(0, 2), comment, bytes.subarray(2)]);
  }
  const own = Buffer.from(bytes);
  own.write(number, Math.floor(bytes.length / 2), 'latin1');
  return own;
}
