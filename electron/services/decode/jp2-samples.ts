/** Decodes a rectangle of tiles into plain colours of eight bits. */
import type { ByteSource } from './byte-source.ts';
import { makeBox } from './jp2-boxes.ts';
import type { Jp2Component, Jp2Grid, Jp2Part } from './jp2-codestream.ts';
import { cutTiles, type Jp2Cut, type TileRect } from './jp2-cut.ts';
import type { Jp2File } from './jp2-file.ts';
import type { Openjpeg, Samples } from './openjpeg.ts';

/** Grey (1), red, green, blue (3), or cyan, magenta, yellow, black (4), row by row without gaps. */
export type Piece = {
  /** Its place in the whole picture, halved as often as that. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
};

/** One component, brought to the size of the piece. */
type Plane = (x: number, y: number) => number;

const ENUMERATED = 1;
const GREY = 17;
const RGB = 16;

/** Decodes the tiles in `rect`, whose `parts` these are. Throws when they cannot be decoded. */
export function decodePiece(
  codec: Openjpeg,
  source: ByteSource,
  file: Jp2File,
  rect: TileRect,
  parts: readonly Jp2Part[],
  reduce: number,
): Piece {
  const { codestream, components } = file;
  // What is coded with loss comes out scaled to the depth that the header declares; whole numbers keep theirs.
  const cut = cutTiles(source, codestream, rect, parts, codestream.reversible ? 16 : 8);
  const place = placeOf(codestream.grid, cut.grid, reduce);
  const pixels = new Uint8Array(place.width * place.height * components.length);
  if (file.palette !== null || isPlain(file)) {
    const samples = decode(
      codec,
      cut,
      reduce,
      file.palette === null ? null : paletteHead(file, file.palette),
    );
    if (samples.channels !== components.length) throw new Error(`${samples.channels} channels`);
    interleave(samples, place, pixels);
    const isDone = codestream.components.some(({ dx }) => dx > 1);
    if (file.colour === 'ycc' && !isDone) turnFromYcc(pixels);
    return { ...place, pixels };
  }
  const plane = (component: number) => decodePlane(codec, cut, file, component, reduce, place);
  for (const [channel, component] of components.entries()) {
    lay(plane(component), place, pixels, channel, components.length);
  }
  if (file.colour === 'ycc') turnFromYcc(pixels);
  if (file.opacity !== null) setOnWhite(plane(file.opacity), place, pixels, components.length, file.colour);
  return { ...place, pixels };
}

/** Whether the decoder hands the colours over by itself. */
function isPlain({ codestream: { components }, components: wanted, opacity }: Jp2File): boolean {
  const [first, second, third] = components;
  if (first === undefined || opacity !== null || first.dx !== 1 || first.dy !== 1) return false;
  if (components.length === 1) return true;
  if (components.length !== 3 || wanted.some((component, place) => component !== place)) return false;
  if (components.some(({ bits }) => bits !== first.bits)) return false;
  return second !== undefined && third !== undefined && areBrought(second, third);
}

/** Whether the decoder brings colours of these sizes to the size of the first. */
function areBrought(second: Jp2Component, third: Jp2Component): boolean {
  if (second.dx !== third.dx || second.dy !== third.dy) return false;
  return second.dx === 1 ? second.dy === 1 : second.dx === 2 && second.dy <= 2;
}

function placeOf(whole: Jp2Grid, part: Jp2Grid, reduce: number) {
  const halved = (at: number) => Math.ceil(at / 2 ** reduce);
  return {
    x: halved(part.x0) - halved(whole.x0),
    y: halved(part.y0) - halved(whole.y0),
    width: halved(part.x1) - halved(part.x0),
    height: halved(part.y1) - halved(part.y0),
  };
}

function decode(codec: Openjpeg, cut: Jp2Cut, reduce: number, head: Uint8Array | null): Samples {
  if (head === null) return codec.decode(cut.length, (into) => cut.write(into), reduce);
  return codec.decode(
    head.length + cut.length,
    (into) => {
      into.set(head);
      cut.write(into.subarray(head.length));
    },
    reduce,
  );
}

/** One sample at `index` as a shade from 0 to 255. */
function shades({ bits, data }: Samples): (index: number) => number {
  const most = 2 ** bits - 1;
  const table = Uint8Array.from({ length: most + 1 }, (_, value) => Math.round((value * 255) / most));
  if (bits <= 8) return (index) => table[Math.min(most, data[index] ?? 0)] ?? 0;
  return (index) => table[Math.min(most, (data[index * 2] ?? 0) | ((data[index * 2 + 1] ?? 0) << 8))] ?? 0;
}

function interleave(
  samples: Samples,
  { width, height }: { width: number; height: number },
  into: Uint8Array,
): void {
  const { channels, stride, data, bits } = samples;
  const row = width * channels;
  for (let y = 0; y < height; y++) {
    const from = y * stride * channels;
    if (bits === 8) {
      into.set(data.subarray(from, from + row), y * row);
      continue;
    }
    const shade = shades(samples);
    for (let x = 0; x < row; x++) into[y * row + x] = shade(from + x);
  }
}

/** Picks one component by a file header of our own, which names it as the only channel. */
function decodePlane(
  codec: Openjpeg,
  cut: Jp2Cut,
  { codestream }: Jp2File,
  component: number,
  reduce: number,
  place: { width: number; height: number },
): Plane {
  const of = codestream.components[component];
  if (of === undefined) throw new Error(`no component ${component}`);
  const bits = Math.min(of.bits, codestream.reversible ? 16 : 8);
  const samples = decode(codec, cut, reduce, pickingHead(cut, codestream.components.length, component, bits));
  const width = sizeOf(cut.grid.x0, cut.grid.x1, of.dx, reduce);
  const height = sizeOf(cut.grid.y0, cut.grid.y1, of.dy, reduce);
  const shade = shades(samples);
  return (x, y) => {
    const column = Math.min(width - 1, Math.floor((x * width) / place.width));
    const row = Math.min(height - 1, Math.floor((y * height) / place.height));
    return shade(row * samples.stride + column);
  };
}

function sizeOf(from: number, to: number, step: Jp2Component['dx'], reduce: number): number {
  const halved = (at: number) => Math.ceil(Math.ceil(at / step) / 2 ** reduce);
  return Math.max(1, halved(to) - halved(from));
}

function lay(
  plane: Plane,
  { width, height }: { width: number; height: number },
  into: Uint8Array,
  channel: number,
  channels: number,
): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) into[(y * width + x) * channels + channel] = plane(x, y);
  }
}

function setOnWhite(
  opacity: Plane,
  { width, height }: { width: number; height: number },
  pixels: Uint8Array,
  channels: number,
  colour: Jp2File['colour'],
): void {
  const white = colour === 'cmyk' ? 0 : 255;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const share = opacity(x, y) / 255;
      for (let channel = 0; channel < channels; channel++) {
        const at = (y * width + x) * channels + channel;
        pixels[at] = Math.round((pixels[at] ?? 0) * share + white * (1 - share));
      }
    }
  }
}

/** From brightness and two differences of colour to red, green and blue (IEC 61966-2-1). */
function turnFromYcc(pixels: Uint8Array): void {
  const within = (value: number) => Math.min(255, Math.max(0, Math.round(value)));
  for (let at = 0; at + 2 < pixels.length; at += 3) {
    const light = pixels[at] ?? 0;
    const blue = (pixels[at + 1] ?? 0) - 128;
    const red = (pixels[at + 2] ?? 0) - 128;
    pixels[at] = within(light + 1.402 * red);
    pixels[at + 1] = within(light - 0.344_13 * blue - 0.714_14 * red);
    pixels[at + 2] = within(light + 1.772 * blue);
  }
}

function paletteHead({ codestream, colour }: Jp2File, palette: Uint8Array, cut?: Jp2Cut): Uint8Array {
  const bits = codestream.components[0]?.bits ?? 8;
  const grid = cut?.grid ?? codestream.grid;
  return head(grid, codestream.components.length, bits, colour === 'grey' ? GREY : RGB, palette);
}

function pickingHead({ grid }: Jp2Cut, components: number, component: number, bits: number): Uint8Array {
  const entry = Buffer.alloc(bits > 8 ? 2 : 1);
  const colours = makeBox('pclr', Buffer.from([0, 1, 1, bits - 1]), entry);
  const channels = makeBox('cmap', Buffer.from([component >> 8, component & 0xff, 0, 0]));
  return head(grid, components, bits, GREY, Buffer.concat([colours, channels]));
}

/** All of a file in front of its codestream. */
function head(
  grid: Jp2Grid,
  components: number,
  bits: number,
  colour: typeof GREY | typeof RGB,
  palette: Uint8Array,
): Uint8Array {
  const size = Buffer.alloc(14);
  size.writeUInt32BE(grid.y1 - grid.y0, 0);
  size.writeUInt32BE(grid.x1 - grid.x0, 4);
  size.writeUInt16BE(components, 8);
  size.set([bits - 1, 7, 0, 0], 10);
  const colours = makeBox('colr', Buffer.from([ENUMERATED, 0, 0, 0, 0, 0, colour]));
  // The last box may leave its length out.
  const codestream = Buffer.from([0, 0, 0, 0, 0x6a, 0x70, 0x32, 0x63]);
  return Buffer.concat([
    makeBox('jP  ', Buffer.from([0x0d, 0x0a, 0x87, 0x0a])),
    makeBox('ftyp', Buffer.from('jp2 \0\0\0\0jp2 ', 'latin1')),
    makeBox('jp2h', makeBox('ihdr', size), colours, palette),
    codestream,
  ]);
}
