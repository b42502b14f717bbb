/** Walks the segments of a JPEG (ITU T.81, annex B): its size, whether its end is there, and whether something follows it. */
import type { ByteSource } from './byte-source.ts';
import { BROKEN, TRUNCATED, type WalkReading } from './walk-reading.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const TEM = 0x01;
/** May fill the space before any marker. */
const FILL = 0xff;

/** Frame headers that carry the size: SOF0–SOF15 without DHT, JPG and DAC. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;

/** Markers without a body. */
const standsAlone = (marker: number) =>
  marker === EOI || marker === TEM || marker === SOI || isRestart(marker);

/** Real files have some dozens; a progressive one a few hundred. */
const MAX_SEGMENTS = 100_000;
const SCAN_BYTES = 256 * 1024;

type Frame = { readonly width: number; readonly height: number };

/** Reads the structure. Scans are read through only when the file does not end with the end marker. */
export function walkJpeg(source: ByteSource): WalkReading {
  let at = 2;
  let frame: Frame | null = null;
  for (let count = 0; count < MAX_SEGMENTS; count++) {
    const segment = readSegment(source, at);
    if ('ok' in segment) return segment;
    const { marker, end } = segment;
    if (marker === EOI) return frame === null ? BROKEN : finish(source, frame, end);
    if (isFrame(marker)) frame = readFrame(source, at + 4);
    at = end;
    if (marker !== SOS) continue;
    if (frame === null || frame.width === 0) return BROKEN;
    if (endsWithMarker(source)) return { ok: true, ...frame, extraBytes: false };
    const next = endOfScan(source, at);
    if (next === null) return TRUNCATED;
    at = next;
  }
  return BROKEN;
}

/** The marker at `at` and where its segment ends (of a scan: where its coded data begins). */
function readSegment(
  source: ByteSource,
  at: number,
): { marker: number; end: number } | typeof BROKEN | typeof TRUNCATED {
  const head = source.read(at, 2);
  const marker = head[1];
  if (marker === undefined) return TRUNCATED;
  if (head[0] !== 0xff) return BROKEN;
  if (marker === FILL) return { marker, end: at + 1 };
  if (standsAlone(marker)) return { marker, end: at + 2 };
  const length = lengthAt(source, at + 2);
  if (length === null || at + 2 + length > source.size) return TRUNCATED;
  return length < 2 ? BROKEN : { marker, end: at + 2 + length };
}

function lengthAt(source: ByteSource, at: number): number | null {
  const bytes = source.read(at, 2);
  return bytes.length < 2 ? null : ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
}

/** Height comes first; 0 means that it stands after the first scan (DNL). */
function readFrame(source: ByteSource, at: number): Frame {
  return { height: lengthAt(source, at + 1) ?? 0, width: lengthAt(source, at + 3) ?? 0 };
}

function endsWithMarker(source: ByteSource): boolean {
  const end = source.read(source.size - 2, 2);
  return end[0] === 0xff && end[1] === EOI;
}

/** Where the marker after the scan that begins at `from` stands; null when the file ends first. */
function endOfScan(source: ByteSource, from: number): number | null {
  for (let at = from; at < source.size;) {
    const bytes = source.read(at, SCAN_BYTES);
    for (let index = bytes.indexOf(0xff); index !== -1; index = bytes.indexOf(0xff, index + 1)) {
      const marker = bytes[index + 1];
      if (marker === undefined) break;
      if (marker !== 0 && marker !== 0xff && !isRestart(marker)) return at + index;
    }
    if (at + bytes.length >= source.size) return null;
    at += bytes.length - 1; // a marker may lie across two reads
  }
  return null;
}

/** Trailing zeros are padding of old scanners and cards, not something lost. */
function finish(source: ByteSource, frame: Frame, end: number): WalkReading {
  const rest = source.read(end, SCAN_BYTES);
  return { ok: true, ...frame, extraBytes: rest.some((byte) => byte !== 0) };
}
