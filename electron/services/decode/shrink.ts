/** Puts pieces of a picture together, `times` smaller each way: the mean of the pixels that become one. */
import type { Piece } from './jp2-samples.ts';

export type Shrunk = {
  readonly size: { readonly width: number; readonly height: number };
  add(piece: Piece): void;
  pixels(): Uint8Array;
};

/** A picture of `channels` bytes a pixel, `times` smaller than `size`; 1 leaves it as it is. */
export function createShrunk(
  size: { readonly width: number; readonly height: number },
  channels: number,
  times: number,
): Shrunk {
  const width = Math.ceil(size.width / times);
  const height = Math.ceil(size.height / times);
  if (times === 1) return asItIs(width, height, channels);
  const sums = new Uint32Array(width * height * channels);
  return {
    size: { width, height },
    add(piece) {
      for (let y = 0; y < piece.height; y++) {
        const row = Math.floor((piece.y + y) / times) * width;
        for (let x = 0; x < piece.width; x++) {
          const to = (row + Math.floor((piece.x + x) / times)) * channels;
          const from = (y * piece.width + x) * channels;
          for (let channel = 0; channel < channels; channel++) {
            sums[to + channel] = (sums[to + channel] ?? 0) + (piece.pixels[from + channel] ?? 0);
          }
        }
      }
    },
    pixels() {
      const pixels = new Uint8Array(sums.length);
      for (let y = 0; y < height; y++) {
        const rows = Math.min(times, size.height - y * times);
        for (let x = 0; x < width; x++) {
          const count = rows * Math.min(times, size.width - x * times);
          for (let channel = 0; channel < channels; channel++) {
            const at = (y * width + x) * channels + channel;
            pixels[at] = Math.round((sums[at] ?? 0) / count);
          }
        }
      }
      return pixels;
    },
  };
}

function asItIs(width: number, height: number, channels: number): Shrunk {
  const pixels = new Uint8Array(width * height * channels);
  return {
    size: { width, height },
    add(piece) {
      const row = piece.width * channels;
      for (let y = 0; y < piece.height; y++) {
        pixels.set(
          piece.pixels.subarray(y * row, (y + 1) * row),
          ((piece.y + y) * width + piece.x) * channels,
        );
      }
    },
    pixels: () => pixels,
  };
}
