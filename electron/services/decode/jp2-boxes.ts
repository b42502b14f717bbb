/**
 * Walks the boxes of a JPEG 2000 file (ISO/IEC 15444-1, annex I): where its codestream lies, and what the boxes say of its
 * colours. A bare codestream is a file without boxes. Nothing is decoded, and the walk ends whatever the file says.
 */
import type { ByteSource } from './byte-source.ts';
import { ascii, startsWith } from './sniff.ts';

/** What the samples of a picture mean, as its colour box says. */
type Jp2Colours = 'grey' | 'rgb' | 'ycc' | 'cmyk' | 'unknown';

export type Jp2Boxes = {
  /** Null in files of the family that keep their pictures otherwise (motion, compound documents). */
  readonly codestream: { readonly from: number; readonly to: number } | null;
  /** Null where no box speaks of it. */
  readonly colours: Jp2Colours | null;
  readonly profile: Uint8Array | null;
  /** The boxes `pclr` and `cmap` as they stand, one behind the other; null without a palette. */
  readonly palette: Uint8Array | null;
  /** Channels by number: which colour each is (from 0), or that it is opacity; null where no box says it. */
  readonly channels: readonly Jp2Channel[] | null;
  /** Something that is no box follows. */
  readonly extraBytes: boolean;
};

type Jp2Channel = { readonly channel: number; readonly is: number | 'opacity' | 'other' };

export type Jp2BoxesReading =
  | { readonly ok: true; readonly boxes: Jp2Boxes }
  | { readonly ok: false; readonly code: 'BROKEN' | 'TRUNCATED' };

type Box = { readonly type: string; readonly from: number; readonly to: number; readonly at: number };

export const CODESTREAM_START = [0xff, 0x4f, 0xff, 0x51];
const BOXES_BEHIND = [
  'xml ',
  'uuid',
  'uinf',
  'jp2c',
  'jpch',
  'jplh',
  'jp2i',
  'asoc',
  'res ',
  'free',
  'mdat',
  'rreq',
];
const MAX_BOXES = 100_000;
const MAX_HEADER_BOXES = 1000;
/** The largest profiles have some megabytes. */
const MAX_HELD_BYTES = 16 * 1024 * 1024;

const ENUMERATED: Readonly<Record<number, Jp2Colours>> = {
  0: 'grey',
  12: 'cmyk',
  15: 'grey',
  16: 'rgb',
  17: 'grey',
  18: 'ycc',
  24: 'ycc',
};
const BY_PROFILE: Readonly<Record<string, Jp2Colours>> = { GRAY: 'grey', 'RGB ': 'rgb', CMYK: 'cmyk' };

/** Reads the boxes. Never throws, always ends. */
export function readJp2Boxes(source: ByteSource): Jp2BoxesReading {
  const none = { colours: null, profile: null, palette: null, channels: null, extraBytes: false };
  if (startsWith(source.read(0, 4), 0, CODESTREAM_START)) {
    return { ok: true, boxes: { ...none, codestream: { from: 0, to: source.size } } };
  }
  let codestream: Jp2Boxes['codestream'] = null;
  let header: Omit<Jp2Boxes, 'codestream' | 'extraBytes'> | null = null;
  let extraBytes = false;
  let at = 0;
  for (let count = 0; at < source.size; count++) {
    if (count === MAX_BOXES) return { ok: false, code: 'BROKEN' };
    const box = readBox(source, at, source.size);
    if (typeof box === 'string') {
      if (codestream === null || (box === 'TRUNCATED' && isKnown(source, at)))
        return { ok: false, code: box };
      extraBytes = true;
      break;
    }
    if (box.type === 'jp2h') header ??= readHeader(source, box);
    if (box.type === 'jp2c') codestream ??= { from: box.from, to: box.to };
    at = box.to;
  }
  return { ok: true, boxes: { ...none, ...header, codestream, extraBytes } };
}

/** Whether what begins at `at` is a box that may follow a picture, and no words of some program's. */
function isKnown(source: ByteSource, at: number): boolean {
  return BOXES_BEHIND.includes(String.fromCharCode(...source.read(at + 4, 4)));
}

/** The box at `at`; BROKEN where none can begin, TRUNCATED where one runs over the end. */
function readBox(source: ByteSource, at: number, end: number): Box | 'BROKEN' | 'TRUNCATED' {
  const head = source.read(at, Math.min(16, end - at));
  if (head.length < 8) return 'TRUNCATED';
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const short = view.getUint32(0);
  const isType = head.subarray(4, 8).every((byte) => byte >= 0x20 && byte < 0x7f);
  if (!isType) return 'BROKEN';
  if (short === 1 && head.length < 16) return 'TRUNCATED';
  const length = short === 0 ? end - at : short === 1 ? Number(view.getBigUint64(8)) : short;
  const from = at + (short === 1 ? 16 : 8);
  if (at + length < from) return 'BROKEN';
  if (at + length > end) return 'TRUNCATED';
  return { type: String.fromCharCode(...head.subarray(4, 8)), from, to: at + length, at };
}

function readHeader(source: ByteSource, header: Box): Omit<Jp2Boxes, 'codestream' | 'extraBytes'> {
  let colours: Jp2Colours | null = null;
  let profile: Uint8Array | null = null;
  let channels: readonly Jp2Channel[] | null = null;
  const palette: Uint8Array[] = [];
  let at = header.from;
  for (let count = 0; count < MAX_HEADER_BOXES && at < header.to; count++) {
    const box = readBox(source, at, header.to);
    if (typeof box === 'string' || box.to - box.at > MAX_HELD_BYTES) break;
    const body = () => source.read(box.from, box.to - box.from);
    if (box.type === 'colr' && (colours === null || colours === 'unknown')) {
      ({ colours, profile } = readColours(body()));
    }
    if (box.type === 'cdef') channels ??= readChannels(body());
    // First the colours, then which channel takes which: they are one thing.
    if (box.type === 'pclr' && palette.length === 0) palette.push(source.read(box.at, box.to - box.at));
    if (box.type === 'cmap' && palette.length === 1) palette.push(source.read(box.at, box.to - box.at));
    at = box.to;
  }
  return { colours, profile, channels, palette: palette.length === 2 ? Buffer.concat(palette) : null };
}

/** The body of a `colr` box: by number, or by a profile. */
function readColours(body: Uint8Array): { colours: Jp2Colours; profile: Uint8Array | null } {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const method = body[0];
  if (method === 1 && body.length >= 7) {
    return { colours: ENUMERATED[view.getUint32(3)] ?? 'unknown', profile: null };
  }
  if ((method === 2 || method === 3) && body.length > 3 + 128) {
    const profile = body.slice(3);
    const colours = BY_PROFILE[String.fromCharCode(...profile.subarray(16, 20))] ?? 'unknown';
    return { colours, profile };
  }
  return { colours: 'unknown', profile: null };
}

function readChannels(body: Uint8Array): Jp2Channel[] {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const count = body.length >= 2 ? view.getUint16(0) : 0;
  const channels: Jp2Channel[] = [];
  for (let at = 2; channels.length < count && at + 6 <= body.length; at += 6) {
    const [channel, kind, place] = [view.getUint16(at), view.getUint16(at + 2), view.getUint16(at + 4)];
    const isColour = kind === 0 && place > 0 && place < 0xffff;
    channels.push({ channel, is: isColour ? place - 1 : kind === 1 || kind === 2 ? 'opacity' : 'other' });
  }
  return channels;
}

/** A box of our own making. */
export function makeBox(type: string, ...parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 8);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(length, 0);
  head.set(ascii(type), 4);
  return Buffer.concat([head, ...parts]);
}
