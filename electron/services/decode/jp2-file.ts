/** A JPEG 2000 file that was looked through: its size, what its channels mean, and whether it can be decoded here. */
import type { WalkReading } from './walk-reading.ts';
import { BROKEN } from './walk-reading.ts';
import type { ByteSource } from './byte-source.ts';
import { readJp2Boxes, type Jp2Boxes } from './jp2-boxes.ts';
import { readCodestream, type Codestream } from './jp2-codestream.ts';

type Jp2Colour = 'grey' | 'rgb' | 'ycc' | 'cmyk';

export type Jp2File = {
  readonly width: number;
  readonly height: number;
  readonly codestream: Codestream;
  readonly colour: Jp2Colour;
  /** The components that hold the colours, in the colours' order. */
  readonly components: readonly number[];
  readonly opacity: number | null;
  readonly palette: Uint8Array | null;
  readonly profile: Uint8Array | null;
};

export type Jp2Reading =
  | {
      readonly ok: true;
      readonly file: Jp2File | null;
      readonly unended: boolean;
      readonly extraBytes: boolean;
    }
  | { readonly ok: false; readonly code: 'BROKEN' | 'TRUNCATED' };

const COLOURS: Readonly<Record<Jp2Colour, number>> = { grey: 1, rgb: 3, ycc: 3, cmyk: 4 };

/** Reads the structure of a file; `file` is null for the family's kinds that hold no single picture. */
export function readJp2(source: ByteSource): Jp2Reading {
  const reading = readJp2Boxes(source);
  if (!reading.ok) return reading;
  const { boxes } = reading;
  if (boxes.codestream === null) {
    return { ok: true, file: null, unended: false, extraBytes: boxes.extraBytes };
  }
  const coded = readCodestream(source, boxes.codestream.from, boxes.codestream.to);
  if (!coded.ok) return coded;
  const { codestream } = coded;
  return {
    ok: true,
    file: describe(boxes, codestream),
    unended: codestream.unended,
    extraBytes: boxes.extraBytes || codestream.extraBytes,
  };
}

/** As the other walkers answer. */
export function walkJp2(source: ByteSource): WalkReading {
  const reading = readJp2(source);
  if (!reading.ok) return reading;
  if (reading.file === null) return BROKEN;
  const { width, height } = reading.file;
  return { ok: true, width, height, extraBytes: reading.extraBytes };
}

function describe(boxes: Jp2Boxes, codestream: Codestream): Jp2File {
  const { grid } = codestream;
  const { colour, components, opacity } =
    boxes.palette === null ? meaning(boxes, codestream) : painted(boxes);
  return {
    width: grid.x1 - grid.x0,
    height: grid.y1 - grid.y0,
    codestream,
    colour,
    components,
    opacity,
    palette: boxes.palette,
    profile: boxes.profile,
  };
}

type Meaning = Pick<Jp2File, 'colour' | 'components' | 'opacity'>;

function meaning({ colours, channels }: Jp2Boxes, { components }: Codestream): Meaning {
  const count = components.length;
  const [first, second, third] = components;
  const isHalved =
    count === 3 && first?.dx === 1 && second !== undefined && second.dx > 1 && third !== undefined;
  const guessed = count < 3 ? 'grey' : isHalved ? 'ycc' : 'rgb';
  const said = colours === null || colours === 'unknown' ? guessed : colours;
  const colour = count < COLOURS[said] ? 'grey' : said;
  const placed = channels?.filter(({ channel }) => channel < count) ?? [];
  const componentOf = (place: number) => placed.find(({ is }) => is === place)?.channel ?? place;
  return {
    colour,
    components: Array.from({ length: COLOURS[colour] }, (_, place) => componentOf(place)),
    opacity: placed.find(({ is }) => is === 'opacity')?.channel ?? null,
  };
}

/** With a palette the decoder answers the colours themselves. */
function painted({ colours, palette }: Jp2Boxes): Meaning {
  const channels = palette?.[10] ?? 1;
  const colour = channels < 3 ? 'grey' : colours === 'ycc' ? 'ycc' : 'rgb';
  return { colour, components: Array.from({ length: COLOURS[colour] }, (_, place) => place), opacity: null };
}
