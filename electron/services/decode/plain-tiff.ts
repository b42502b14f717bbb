/** An uncompressed TIFF of eight bits a sample: what is decoded by us is handed to libvips as one. */

export type PlainTiff = {
  readonly width: number;
  readonly height: number;
  /** Grey (1), RGB (3) or CMYK (4). */
  readonly channels: number;
  readonly profile: Uint8Array | null;
};

const ROWS = 16;
const MAX_BYTES = 0xffff_0000;
const PHOTOMETRIC: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 5 };

/** All of the file in front of its pixels, which follow row by row. Throws for a picture that no plain TIFF holds. */
export function plainTiffHead({ width, height, channels, profile }: PlainTiff): Buffer {
  const strips = Math.ceil(height / ROWS);
  const strip = width * channels * ROWS;
  const entries = 11 + (profile === null ? 0 : 1);
  const lists = 8 + 2 + entries * 12 + 4;
  const profileAt = lists + channels * 2 + strips * 8;
  const pixelsAt = profileAt + (profile?.length ?? 0) + ((profile?.length ?? 0) % 2);
  if (pixelsAt + width * height * channels > MAX_BYTES) throw new Error('too large for a plain TIFF');
  const head = Buffer.alloc(pixelsAt);
  head.write('II*\0', 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(entries, 8);
  let at = 10;
  const put = (tag: number, type: 3 | 4 | 7, count: number, value: number) => {
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(count, at + 4);
    if (type === 3 && count === 1) head.writeUInt16LE(value, at + 8);
    else head.writeUInt32LE(value, at + 8);
    at += 12;
  };
  const offsetsAt = lists + channels * 2;
  const countsAt = offsetsAt + strips * 4;
  put(256, 4, 1, width);
  put(257, 4, 1, height);
  put(258, 3, channels, channels === 1 ? 8 : lists);
  put(259, 3, 1, 1);
  put(262, 3, 1, PHOTOMETRIC[channels] ?? 1);
  put(273, 4, strips, strips === 1 ? pixelsAt : offsetsAt);
  put(274, 3, 1, 1);
  put(277, 3, 1, channels);
  put(278, 4, 1, ROWS);
  put(279, 4, strips, strips === 1 ? width * channels * height : countsAt);
  put(284, 3, 1, 1);
  if (profile !== null) put(34_675, 7, profile.length, profileAt);
  for (let channel = 0; channel < channels; channel++) head.writeUInt16LE(8, lists + channel * 2);
  for (let index = 0; index < strips; index++) {
    const rows = Math.min(ROWS, height - index * ROWS);
    head.writeUInt32LE(pixelsAt + index * strip, offsetsAt + index * 4);
    head.writeUInt32LE(rows * width * channels, countsAt + index * 4);
  }
  if (profile !== null) head.set(profile, profileAt);
  return head;
}
